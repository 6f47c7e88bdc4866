import { useNavigate, useSearch } from '@tanstack/react-router';
import { Plus, Search } from 'lucide-react';
import { useDeferredValue, useEffect, useMemo, useState } from 'react';
import { BASE } from '../../data/base.ts';
import { useActivity, useChangeExperiment, useExperiments } from '../../data/experiments.ts';
import type { Experiment } from '../../data/model.ts';
import { Button } from '../../design/Button.tsx';
import { Field } from '../../design/Field.tsx';
import { NameDialog } from '../../design/NameDialog.tsx';
import { PageHead } from '../../design/PageHead.tsx';
import { Segmented } from '../../design/Segmented.tsx';
import { Empty, Failure, Loading } from '../../design/States.tsx';
import { useNotify } from '../../design/Toasts.tsx';
import { DataTable } from '../../design/table/DataTable.tsx';
import { plural } from '../../logic/format.ts';
import { matches } from '../../logic/matches.ts';
import { formatSort, parseSort } from '../../logic/sorting.ts';
import { experimentColumns } from './columns.tsx';
import { TEXT } from './text.ts';

/** Every experiment: find one, make one, rename, delete, restore. */
export default function ExperimentsPage() {
  const search = useSearch({ from: '/experiments' });
  const navigate = useNavigate({ from: '/experiments' });
  const stage = search.show === 'deleted' ? 'deleted' : 'active';
  const experiments = useExperiments(stage);
  const activity = useActivity().data;
  const change = useChangeExperiment();
  const notify = useNotify();
  useEffect(() => {
    // What is opened from here in all likelihood need not be fetched then.
    void import('../runs/RunsPage.tsx');
  }, []);
  const [asking, setAsking] = useState<'create' | Experiment | null>(null);

  const words = useDeferredValue(search.q ?? '');
  const found = useMemo(
    () =>
      (experiments.data ?? []).filter(({ name, id, tags }) =>
        matches([name, id, ...Object.entries(tags).flat()].join('\n'), words),
      ),
    [experiments.data, words],
  );

  const actions = useMemo(() => {
    const toggle = (experiment: Experiment, kind: 'delete' | 'restore'): void => {
      change.mutate(
        { kind, id: experiment.id },
        {
          onError: notify.failed,
          onSuccess: () =>
            notify.done((kind === 'delete' ? TEXT.wasDeleted : TEXT.wasRestored)(experiment.name), () =>
              change.mutate(
                { kind: kind === 'delete' ? 'restore' : 'delete', id: experiment.id },
                { onError: notify.failed },
              ),
            ),
        },
      );
    };
    return { rename: (experiment: Experiment) => setAsking(experiment), toggle };
  }, [change.mutate, notify]);
  const columns = useMemo(() => experimentColumns(actions, activity), [actions, activity]);

  return (
    <>
      <PageHead
        title={TEXT.title}
        facts={experiments.data && <span>{plural(found.length, 'experiment')}</span>}
        actions={
          <>
            <Field
              type="search"
              aria-label={TEXT.search}
              placeholder={TEXT.searchHint}
              lead={<Search size={14} />}
              value={search.q ?? ''}
              onChange={(event) => {
                const q = event.target.value;
                void navigate({
                  search: ({ q: _old, ...rest }) => (q ? { ...rest, q } : rest),
                  replace: true,
                });
              }}
              className="w-44 md:w-60"
            />
            <Segmented
              label={TEXT.which}
              value={stage}
              options={[
                ['active', TEXT.active],
                ['deleted', TEXT.deleted],
              ]}
              onChange={(show) =>
                navigate({
                  search: ({ show: _old, ...rest }) => (show === 'deleted' ? { ...rest, show } : rest),
                })
              }
            />
            <Button tone="primary" onClick={() => setAsking('create')}>
              <Plus size={14} aria-hidden="true" /> {TEXT.create}
            </Button>
          </>
        }
      />
      {experiments.isError ? (
        <Failure error={experiments.error} onRetry={() => experiments.refetch()} />
      ) : experiments.isPending ? (
        <Loading />
      ) : found.length === 0 ? (
        <NothingFound searching={words !== ''} deleted={stage === 'deleted'} />
      ) : (
        <DataTable
          label={TEXT.title}
          className="min-h-80 flex-1"
          items={found}
          columns={columns}
          rowId={(experiment) => experiment.id}
          sorting={parseSort(search.sort)}
          onSorting={(sorting) => {
            const sort = formatSort(sorting);
            void navigate({
              search: ({ sort: _old, ...rest }) => (sort ? { ...rest, sort } : rest),
              replace: true,
            });
          }}
        />
      )}
      {asking === 'create' && (
        <NameDialog
          title={TEXT.create}
          action={TEXT.createAction}
          onClose={() => setAsking(null)}
          onSubmit={(name) => change.mutateAsync({ kind: 'create', name })}
        />
      )}
      {asking !== null && asking !== 'create' && (
        <NameDialog
          title={TEXT.renameTitle}
          action={TEXT.renameAction}
          initial={asking.name}
          onClose={() => setAsking(null)}
          onSubmit={(name) => change.mutateAsync({ kind: 'rename', id: asking.id, name })}
        />
      )}
    </>
  );
}

function NothingFound({ searching, deleted }: { searching: boolean; deleted: boolean }) {
  if (searching) return <Empty title={TEXT.noMatch} />;
  if (deleted) return <Empty title={TEXT.noDeleted} />;
  return (
    <Empty title={TEXT.none}>
      {TEXT.noneHint}
      <pre className="figures mt-2 overflow-x-auto rounded-md bg-sunken px-3 py-2 text-left text-small">
        {TEXT.exportMlflowTrackingUri(location.origin, BASE)}
      </pre>
    </Empty>
  );
}
