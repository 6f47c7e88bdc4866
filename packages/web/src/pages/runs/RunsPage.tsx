import { Link, useParams } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useExperiment } from '../../data/experiments.ts';
import { useRunSearch } from '../../data/runSearch.ts';
import { PageHead } from '../../design/PageHead.tsx';
import { Empty, Failure, Loading } from '../../design/States.tsx';
import { Tag } from '../../design/Tag.tsx';
import { DataTable } from '../../design/table/DataTable.tsx';
import { bestValues } from '../../logic/best.ts';
import { parseColumnId } from '../../logic/columnId.ts';
import { plural } from '../../logic/format.ts';
import { primaryMetric } from '../../logic/primaryMetric.ts';
import { runTree } from '../../logic/runTree.ts';
import { runColumns } from './columns.tsx';
import { defaultColumns } from './defaultColumns.ts';
import { PrimaryChart } from './PrimaryChart.tsx';
import { RunsToolbar } from './RunsToolbar.tsx';
import { useRunsView } from './useRunsView.ts';

/** The runs of one experiment: what differs between them, and which is best. */
export default function RunsPage() {
  const { experimentId } = useParams({ from: '/experiments/$experimentId' });
  const view = useRunsView();
  const experiment = useExperiment(experimentId);
  const { runs, error, loading, complete } = useRunSearch(experimentId, view.filter, view.stage);

  const tags = experiment.data?.tags;
  const primary = useMemo(() => primaryMetric(tags ?? {}, runs), [tags, runs]);
  const tree = useMemo(() => runTree(runs), [runs]);
  const defaults = useMemo(() => defaultColumns(runs, primary?.key), [runs, primary?.key]);
  const shown = view.columns ?? defaults;
  const shownKey = shown.join('\n');
  const best = useMemo(() => {
    const metrics = shownKey
      .split('\n')
      .map(parseColumnId)
      .filter((ref) => ref?.kind === 'metrics');
    return bestValues(
      runs,
      metrics.map((ref) => ref?.key ?? ''),
      primary ? { [primary.key]: primary.direction } : {},
    );
  }, [runs, shownKey, primary]);
  const columns = useMemo(() => runColumns(shownKey.split('\n').filter(Boolean), best), [shownKey, best]);

  return (
    <>
      <PageHead
        trail={
          <Link to="/experiments" className="hover:text-ink hover:underline">
            Experiments
          </Link>
        }
        title={experiment.data?.name ?? <span className="text-ink-3">Experiment {experimentId}</span>}
        facts={
          <>
            <span>
              {plural(runs.length, 'run')}
              {!complete && !error && <span className="text-ink-3">, loading more…</span>}
            </span>
            {Object.entries(tags ?? {})
              .filter(([key]) => !key.startsWith('mlflow.'))
              .slice(0, 6)
              .map(([key, value]) => (
                <Tag key={key} name={key} value={value} />
              ))}
            <span className="max-w-[60ch] truncate">
              {tags?.['mlflow.note.content']?.split('\n')[0]?.replaceAll(/[*_#`]/g, '')}
            </span>
          </>
        }
      />
      {experiment.isError && <Failure error={experiment.error} onRetry={() => experiment.refetch()} />}
      {primary && runs.length > 1 && (
        <PrimaryChart runs={runs} metric={primary.key} direction={primary.direction} view={view} />
      )}
      <RunsToolbar view={view} runs={runs} shown={shown} defaults={defaults} error={error} />
      {loading ? (
        <Loading lines={12} />
      ) : runs.length === 0 ? (
        !error && !experiment.isError && <NoRuns view={view} />
      ) : (
        <DataTable
          label="Runs"
          className="min-h-96 flex-1 border-line border-t"
          items={tree}
          columns={columns}
          rowId={(node) => node.run.id}
          childrenOf={(node) => node.children}
          sorting={view.sorting}
          onSorting={view.setSorting}
        />
      )}
    </>
  );
}

function NoRuns({ view }: { view: ReturnType<typeof useRunsView> }) {
  if (view.filter) return <Empty title="No run matches this filter" />;
  if (view.stage === 'deleted') return <Empty title="No run of this experiment is deleted" />;
  return <Empty title="No runs yet">They appear here while they train, as soon as one is opened.</Empty>;
}
