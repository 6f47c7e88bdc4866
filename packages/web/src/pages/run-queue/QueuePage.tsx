import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import { WorkbenchTabs } from '../../app/WorkbenchTabs.tsx';
import { useOrchestrations } from '../../data/orchestrations.ts';
import { PageHead } from '../../design/PageHead.tsx';
import { Empty, Failure, Loading } from '../../design/States.tsx';
import { DataTable } from '../../design/table/DataTable.tsx';
import { plural } from '../../logic/format.ts';
import { formatSort, parseSort } from '../../logic/sorting.ts';
import { QUEUE_COLUMNS } from './queueColumns.tsx';
import { TEXT } from './text.ts';

/** What runs of manifests, whoever started it, and what ran. */
export default function QueuePage() {
  const search = useSearch({ from: '/workbench/runs' });
  const navigate = useNavigate({ from: '/workbench/runs' });
  const { data, error, isPending, refetch } = useOrchestrations();
  const running = useMemo(
    () =>
      (data?.orchestrations ?? []).filter(({ status }) => status === 'RUNNING' || status === 'QUEUED').length,
    [data],
  );

  return (
    <>
      <PageHead
        title={TEXT.run}
        facts={
          data && (
            <>
              <span>{running === 0 ? TEXT.nothingRunning : TEXT.running(running)}</span>
              <span>
                {plural(data.total, 'manifest')} {TEXT.soFar}
              </span>
            </>
          )
        }
        actions={
          <Link
            to="/workbench/configure"
            className="inline-flex h-7 items-center rounded-md border border-ink bg-ink px-2.5 font-medium text-paper hover:opacity-88"
          >
            {TEXT.configureRun}
          </Link>
        }
        tabs={<WorkbenchTabs />}
      />
      {isPending ? (
        <Loading />
      ) : !data ? (
        <Failure error={error} onRetry={() => refetch()} />
      ) : data.orchestrations.length === 0 ? (
        <Empty title={TEXT.noManifestHasRun}>
          <Link to="/workbench/configure" className="underline underline-offset-2">
            {TEXT.configureOne}
          </Link>
          {TEXT.orStartOneIn} <code className="figures">{TEXT.orreryRunManifestYaml}</code>
          {TEXT.itAppearsHereAs}
        </Empty>
      ) : (
        <DataTable
          label={TEXT.manifests}
          className="min-h-80 flex-1"
          items={data.orchestrations}
          columns={QUEUE_COLUMNS}
          rowId={({ id }) => id}
          sorting={parseSort(search.sort)}
          onSorting={(sorting) => {
            const sort = formatSort(sorting);
            void navigate({ search: sort ? { sort } : {}, replace: true });
          }}
        />
      )}
    </>
  );
}
