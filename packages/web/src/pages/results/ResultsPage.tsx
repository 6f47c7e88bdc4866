import { useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { WorkbenchTabs } from '../../app/WorkbenchTabs.tsx';
import { useExperiments } from '../../data/experiments.ts';
import type { Experiment } from '../../data/model.ts';
import { type Results, useResults } from '../../data/results.ts';
import { PageHead } from '../../design/PageHead.tsx';
import { Segmented } from '../../design/Segmented.tsx';
import { Select } from '../../design/Select.tsx';
import { Empty, Failure, Loading } from '../../design/States.tsx';
import { type Direction, guessDirection, parseDirection } from '../../logic/direction.ts';
import { leaderboards } from '../../logic/leaderboard.ts';
import { Board } from './Board.tsx';
import { Gallery } from './Gallery.tsx';
import { MeanRanks } from './MeanRanks.tsx';
import { PlotDialog, type Shown } from './PlotDialog.tsx';
import { TEXT } from './text.ts';
import { usePlots } from './usePlots.ts';

/** Which model is best on which dataset, and whether that is more than chance. */
export default function ResultsPage() {
  const { experiment: wanted } = useSearch({ from: '/workbench/results' });
  const experiments = useExperiments('active');
  const all = useMemo(
    () => (experiments.data ?? []).filter(({ tags }) => tags['orrery.primary_metric']),
    [experiments.data],
  );
  const experiment = all.find(({ id }) => id === wanted) ?? all[0];
  return (
    <>
      {experiment ? (
        <OfExperiment experiment={experiment} experiments={all} />
      ) : (
        <>
          <PageHead title={TEXT.title} tabs={<WorkbenchTabs />} />
          {experiments.isPending ? (
            <Loading />
          ) : experiments.error ? (
            <Failure error={experiments.error} onRetry={() => experiments.refetch()} />
          ) : (
            <Empty title={TEXT.none}>{TEXT.noneHint}</Empty>
          )}
        </>
      )}
    </>
  );
}

function OfExperiment({ experiment, experiments }: { experiment: Experiment; experiments: Experiment[] }) {
  const search = useSearch({ from: '/workbench/results' });
  const navigate = useNavigate({ from: '/workbench/results' });
  const primary = experiment.tags['orrery.primary_metric'] as string;
  const metric = search.metric ?? primary;
  const direction =
    parseDirection(search.direction) ??
    (metric === primary ? parseDirection(experiment.tags['orrery.direction']) : null) ??
    guessDirection(metric);
  const { data, isPending, error, refetch } = useResults(experiment.id, metric, direction);
  const { metrics, params, groups } = data ?? NOTHING;
  const boards = useMemo(() => leaderboards(groups, direction), [groups, direction]);
  const plots = usePlots(boards);
  const [shown, setShown] = useState<Shown | null>(null);
  const set = (change: object) => navigate({ search: (old) => ({ ...old, ...change }), replace: true });

  return (
    <>
      <PageHead
        title={TEXT.title}
        actions={
          <>
            <Segmented
              label={TEXT.view}
              value={search.view === 'plots' ? 'plots' : 'boards'}
              options={[
                ['boards', TEXT.boards],
                ['plots', TEXT.plots],
              ]}
              onChange={(view) => set({ view: view === 'plots' ? view : undefined })}
            />
            <Select
              aria-label={TEXT.experiment}
              value={experiment.id}
              options={experiments.map(({ id, name }) => [id, name] as const)}
              onChange={(id) => navigate({ search: { experiment: id }, replace: true })}
              className="max-w-56"
            />
            <Select
              aria-label={TEXT.metric}
              value={metric}
              options={(metrics.includes(metric) ? metrics : [metric, ...metrics]).map(
                (key) => [key, key] as const,
              )}
              onChange={(key) => set({ metric: key, direction: undefined })}
              className="max-w-56"
            />
            <Segmented<Direction>
              label={TEXT.better}
              value={direction}
              options={[
                ['maximize', TEXT.more],
                ['minimize', TEXT.less],
              ]}
              onChange={(next) => set({ metric, direction: next })}
            />
          </>
        }
        tabs={<WorkbenchTabs />}
      />
      {error && <Failure error={error} onRetry={() => refetch()} />}
      {isPending && <Loading />}
      {data && boards.length === 0 && <Empty title={TEXT.noFinishedJobThis(metric)} />}
      {boards.length > 0 && (
        <div className="flex flex-col gap-4 px-4 py-4 md:px-6">
          {search.view === 'plots' ? (
            <Gallery boards={boards} plots={plots} wanted={search.plot} onWanted={(plot) => set({ plot })} />
          ) : (
            <>
              {boards.length > 1 && <MeanRanks boards={boards} />}
              <div className="grid items-start gap-3 2xl:grid-cols-2">
                {boards.map((board) => (
                  <Board
                    key={board.dataset}
                    board={board}
                    metric={metric}
                    params={params}
                    plots={plots}
                    onPlot={setShown}
                  />
                ))}
              </div>
              <p className="max-w-[90ch] text-ink-3 text-small">{TEXT.how}</p>
            </>
          )}
        </div>
      )}
      {shown && <PlotDialog shown={shown} onClose={() => setShown(null)} />}
    </>
  );
}

const NOTHING: Results = { metrics: [], params: [], groups: [] };
