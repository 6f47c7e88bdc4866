import { useMemo } from 'react';
import { type Point, PointChart } from '../../charts/PointChart.tsx';
import type { Stage } from '../../data/model.ts';
import { type RunPoint, useRunPoints } from '../../data/runFacts.ts';
import { RunDot } from '../../design/RunDot.tsx';
import { bestSoFar } from '../../logic/best.ts';
import type { Direction } from '../../logic/direction.ts';
import { formatExact, formatNumber } from '../../logic/format.ts';
import { runMark } from '../../logic/runMark.ts';
import { TEXT } from './text.ts';

export interface MetricChartProps {
  experimentId: string;
  metric: string;
  direction: Direction;
  filter: string;
  stage: Stage;
  height: number;
  onOpen: (runId: string) => void;
}

/** Each run's last value over the order in which the runs started, and the best so far. */
export default function FinalsChart(props: MetricChartProps) {
  const { experimentId, metric, direction, filter, stage, height, onOpen } = props;
  const { data } = useRunPoints(experimentId, { filter, stage, y: `metrics.${metric}` });
  const { points, steps } = useMemo(() => {
    const found = data?.points ?? [];
    return {
      points: found.map((run): Point<RunPoint> => {
        const mark = runMark(run.run_id);
        return { x: run.x, y: run.y, form: mark.form, color: (theme) => theme.run(mark.color), item: run };
      }),
      steps: {
        xs: found.map(({ x }) => x),
        ys: bestSoFar(
          found.map(({ y }) => y),
          direction,
        ).map((value) => value ?? Number.NaN),
      },
    };
  }, [data, direction]);

  if (!data) return null;
  return (
    <PointChart
      label={TEXT.ofEveryRunIn(metric)}
      height={height}
      xKind="step"
      points={points}
      steps={steps}
      onOpen={(run) => onOpen(run.run_id)}
      card={(run) => (
        <>
          <p className="flex items-center gap-1.5 font-medium">
            <RunDot runId={run.run_id} /> {run.run_name}
            <span className="figures ml-2">{formatNumber(run.y, 5)}</span>
          </p>
          {run.start_time !== null && (
            <p className="figures text-ink-3 text-micro">{formatExact(run.start_time)}</p>
          )}
        </>
      )}
    />
  );
}
