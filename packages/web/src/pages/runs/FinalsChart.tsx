import { useMemo } from 'react';
import { type Point, PointChart } from '../../charts/PointChart.tsx';
import type { Run } from '../../data/model.ts';
import { RunDot } from '../../design/RunDot.tsx';
import { bestSoFar } from '../../logic/best.ts';
import type { Direction } from '../../logic/direction.ts';
import { formatExact, formatNumber } from '../../logic/format.ts';
import { runMark } from '../../logic/runMark.ts';

interface FinalsChartProps {
  runs: readonly Run[];
  metric: string;
  direction: Direction;
  height: number;
  onOpen: (run: Run) => void;
}

/** Each run's last value over the order in which the runs started, and the best so far. */
export default function FinalsChart({ runs, metric, direction, height, onOpen }: FinalsChartProps) {
  const { points, steps } = useMemo(() => {
    const ordered = runs
      .filter((run) => Number.isFinite(run.metrics[metric]?.value))
      .sort((a, b) => (a.startTime ?? 0) - (b.startTime ?? 0));
    const values = ordered.map((run) => run.metrics[metric]?.value ?? 0);
    return {
      points: ordered.map((run, index): Point<Run> => {
        const mark = runMark(run.id);
        return {
          x: index + 1,
          y: values[index] ?? 0,
          form: mark.form,
          color: (theme) => theme.run(mark.color),
          item: run,
        };
      }),
      steps: {
        xs: ordered.map((_, index) => index + 1),
        ys: bestSoFar(values, direction).map((value) => value ?? Number.NaN),
      },
    };
  }, [runs, metric, direction]);

  return (
    <PointChart
      label={`${metric} of every run, in order of start`}
      height={height}
      xKind="step"
      points={points}
      steps={steps}
      onOpen={onOpen}
      card={(run) => (
        <>
          <p className="flex items-center gap-1.5 font-medium">
            <RunDot runId={run.id} /> {run.name}
            <span className="figures ml-2">{formatNumber(run.metrics[metric]?.value ?? Number.NaN, 5)}</span>
          </p>
          {run.startTime !== null && (
            <p className="figures text-ink-3 text-micro">{formatExact(run.startTime)}</p>
          )}
        </>
      )}
    />
  );
}
