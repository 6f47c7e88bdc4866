import { useNavigate, useParams } from '@tanstack/react-router';
import { useCallback, useMemo, useState } from 'react';
import { usePageCommands } from '../../app/palette/commands.ts';
import { postJson } from '../../data/api.ts';
import { useExperiment } from '../../data/experiments.ts';
import { type RowsQuery, runsRoute, viewType } from '../../data/rowModel.ts';
import { useBest } from '../../data/runFacts.ts';
import { useRunRows } from '../../data/runRows.ts';
import { Empty, Failure, Loading } from '../../design/States.tsx';
import { useNotify } from '../../design/Toasts.tsx';
import { parseColumnId } from '../../logic/columnId.ts';
import { packRunIds } from '../../logic/compareLink.ts';
import { guessDirection, parseDirection } from '../../logic/direction.ts';
import { runColumns } from './columns.tsx';
import { ExperimentHead } from './ExperimentHead.tsx';
import { PrimaryChart } from './PrimaryChart.tsx';
import { RunsTable } from './RunsTable.tsx';
import { RunsToolbar } from './RunsToolbar.tsx';
import { SelectionBar } from './SelectionBar.tsx';
import { TEXT } from './text.ts';
import { useRunsCommands } from './useRunsCommands.ts';
import { type RunsView, useRunsView } from './useRunsView.ts';
import { useSelection } from './useSelection.ts';
import { useSparks } from './useSparks.ts';

const SPARK_STRIDE = 50;

/** The runs of one experiment: what differs between them, and which is best. */
export default function RunsPage() {
  const { experimentId } = useParams({ from: '/experiments/$experimentId' });
  const view = useRunsView();
  const navigate = useNavigate();
  const notify = useNotify();
  const experiment = useExperiment(experimentId);
  const [open, setOpen] = useState<readonly string[]>([]);
  const [sparksFrom, setSparksFrom] = useState(0);
  const selection = useSelection();

  const rows = useRunRows(experimentId, useRowsQuery(view, open));
  const tags = experiment.data?.tags ?? {};
  const metric = view.metric ?? tags['orrery.primary_metric'] ?? rows.primary;
  const direction =
    (metric === tags['orrery.primary_metric'] && parseDirection(tags['orrery.direction'])) ||
    guessDirection(metric ?? '');

  const shownKey = (view.columns ?? rows.columns).join('\n');
  const shown = useMemo(() => shownKey.split('\n').filter(Boolean), [shownKey]);
  const { metrics, sparks } = useMemo(() => {
    const refs = shown.map(parseColumnId).filter((ref) => ref !== null);
    const keys = (kind: string) => refs.filter((ref) => ref.kind === kind).map(({ key }) => key);
    return { metrics: keys('metrics'), sparks: keys('sparks') };
  }, [shown]);
  const judged = useMemo(
    () => (rows.loading ? [] : [...new Set(metric ? [metric, ...metrics] : metrics)]),
    [rows.loading, metric, metrics],
  );
  const best = useBest(experimentId, view.filter, view.stage, judged);
  const bestValues = useMemo(() => {
    const found = Object.entries(best.data ?? {}).filter(([, { runs }]) => runs > 1);
    return new Map(
      found.map(([key, { min, max }]) => {
        const way = key === metric ? direction : guessDirection(key);
        return [key, way === 'maximize' ? max.value : min.value];
      }),
    );
  }, [best.data, metric, direction]);

  const inSight: string[] = [];
  if (sparks.length > 0) {
    for (let index = sparksFrom; index < sparksFrom + 2 * SPARK_STRIDE; index += 1) {
      const line = rows.lineAt(index);
      if (line?.kind === 'run') inSight.push(line.id);
    }
  }
  const series = useSparks(inSight, sparks);
  const columns = useMemo(() => runColumns(shown, bestValues, series), [shown, bestValues, series]);

  const onRange = useCallback(
    (first: number, last: number) => {
      rows.setRange(first, last);
      setSparksFrom(first - (first % SPARK_STRIDE));
    },
    [rows.setRange],
  );
  const onFold = useCallback(
    (id: string, unfold: boolean) =>
      setOpen((old) => (unfold ? [...old, id] : old.filter((other) => other !== id))),
    [],
  );
  const selectAll = async (): Promise<void> => {
    const body = { filter: view.filter, view: viewType(view.stage) };
    const answer = await postJson<{ run_ids: string[] }>(runsRoute(experimentId, 'ids'), body);
    selection.change(answer.run_ids, true);
  };

  usePageCommands(useRunsCommands(experimentId, view, shown));

  return (
    <>
      <ExperimentHead
        experimentId={experimentId}
        experiment={experiment.data}
        runs={rows.loading ? null : rows.matching}
      />
      {experiment.isError && <Failure error={experiment.error} onRetry={() => experiment.refetch()} />}
      {rows.loading && view.chart !== 'none' && (
        <div className="h-[209px] shrink-0 border-line border-b bg-panel" />
      )}
      {metric && rows.matching > 1 && (
        <PrimaryChart
          experimentId={experimentId}
          experiment={experiment.data}
          metric={metric}
          direction={direction}
          runs={rows.matching}
          best={best.data}
          view={view}
        />
      )}
      <RunsToolbar
        experimentId={experimentId}
        experiment={experiment.data}
        view={view}
        shown={shown}
        error={rows.error}
        selection={
          selection.ids.size > 0 && (
            <SelectionBar
              selected={selection.ids}
              stage={view.stage}
              matching={rows.matching}
              onSelectAll={() => void selectAll().catch(notify.failed)}
              onClear={selection.clear}
              onCompare={() => navigate({ to: '/compare', hash: packRunIds([...selection.ids]) })}
            />
          )
        }
      />
      {rows.loading ? (
        <Loading lines={12} />
      ) : rows.total === 0 && rows.pinned.length === 0 ? (
        !rows.error && !experiment.isError && <NoRuns view={view} />
      ) : (
        <RunsTable
          experimentId={experimentId}
          view={view}
          total={rows.total}
          lineAt={rows.lineAt}
          pinned={rows.pinned}
          columns={columns}
          shown={shown}
          stale={rows.stale}
          selected={selection.ids}
          onSelect={selection.change}
          onFold={onFold}
          onRange={onRange}
        />
      )}
    </>
  );
}

/** What the server is asked for; the same object as long as it is the same question. */
function useRowsQuery(view: RunsView, open: readonly string[]): RowsQuery {
  const { filter, stage, sorting, columns, group, nested, pinned } = view;
  const key = JSON.stringify({
    filter,
    stage,
    order: sorting.map(({ id, desc }) => `${desc ? '-' : ''}${id}`),
    columns: columns?.filter((id) => parseColumnId(id) && !id.startsWith('sparks.')) ?? null,
    group,
    nested,
    open,
    pinned,
  });
  return useMemo(() => JSON.parse(key) as RowsQuery, [key]);
}

function NoRuns({ view }: { view: RunsView }) {
  if (view.filter) return <Empty title={TEXT.noMatch} />;
  if (view.stage === 'deleted') return <Empty title={TEXT.noDeleted} />;
  return <Empty title={TEXT.noRuns}>{TEXT.noRunsHint}</Empty>;
}
