import { useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useCallback, useMemo } from 'react';
import type { Run } from '../../data/model.ts';
import { RunDot } from '../../design/RunDot.tsx';
import { Segmented } from '../../design/Segmented.tsx';
import type { Direction } from '../../logic/direction.ts';
import { isBetter } from '../../logic/direction.ts';
import { formatNumber } from '../../logic/format.ts';
import type { ChartKind, RunsView } from './useRunsView.ts';

const FinalsChart = lazy(() => import('./FinalsChart.tsx'));
const CurvesChart = lazy(() => import('./CurvesChart.tsx'));

interface PrimaryChartProps {
  runs: readonly Run[];
  metric: string;
  direction: Direction;
  view: RunsView;
}

const HEIGHT = 168;
const FEW = 24;

/** The experiment's primary metric: where each run ended, or how the leaders got there. */
export function PrimaryChart({ runs, metric, direction, view }: PrimaryChartProps) {
  const holders = useMemo(() => runs.filter((run) => metric in run.metrics), [runs, metric]);
  const kind = view.chart ?? firstKind(holders, metric);
  const best = useMemo(() => leader(holders, metric, direction), [holders, metric, direction]);
  const navigate = useNavigate();
  const open = useCallback(
    (run: Run) =>
      navigate({
        to: '/experiments/$experimentId/runs/$runId',
        params: { experimentId: run.experimentId, runId: run.id },
      }),
    [navigate],
  );

  return (
    <section
      aria-label={`Chart of ${metric}`}
      className="shrink-0 border-line border-b bg-panel px-4 md:px-6"
    >
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 py-1.5">
        <h2 className="font-semibold">{metric}</h2>
        <span className="text-ink-3 text-small">
          {direction === 'maximize' ? 'more is better' : 'less is better'}
        </span>
        {best && (
          <span className="hidden min-w-0 items-center gap-1.5 text-ink-2 md:flex">
            best{' '}
            <b className="figures font-semibold text-brass">
              {formatNumber(best.metrics[metric]?.value ?? Number.NaN)}
            </b>
            <RunDot runId={best.id} /> <span className="truncate">{best.name}</span>
          </span>
        )}
        <div className="ml-auto">
          <Segmented<ChartKind>
            label="Chart"
            value={kind}
            options={[
              ['curves', 'Curves'],
              ['finals', 'Last values'],
              ['none', 'Hide'],
            ]}
            onChange={view.setChart}
          />
        </div>
      </div>
      {kind !== 'none' && (
        <div style={{ height: HEIGHT }}>
          <Suspense>
            {kind === 'curves' ? (
              <CurvesChart runs={holders} metric={metric} direction={direction} height={HEIGHT} />
            ) : (
              <FinalsChart
                runs={holders}
                metric={metric}
                direction={direction}
                height={HEIGHT}
                onOpen={open}
              />
            )}
          </Suspense>
        </div>
      )}
    </section>
  );
}

function firstKind(runs: readonly Run[], metric: string): ChartKind {
  const stepped = runs.some((run) => (run.metrics[metric]?.step ?? 0) > 0);
  return stepped && runs.length <= FEW ? 'curves' : 'finals';
}

function leader(runs: readonly Run[], metric: string, direction: Direction): Run | null {
  let best: Run | null = null;
  for (const run of runs) {
    const value = run.metrics[metric]?.value ?? Number.NaN;
    if (isBetter(value, best?.metrics[metric]?.value ?? Number.NaN, direction)) best = run;
  }
  return best;
}
