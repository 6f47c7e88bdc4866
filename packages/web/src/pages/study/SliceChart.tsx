import { memo, useMemo } from 'react';
import { type Point, PointChart } from '../../charts/PointChart.tsx';
import { withAlpha } from '../../charts/theme.ts';
import type { Trial } from '../../data/studyModel.ts';
import { paramAxis } from '../../logic/trials.ts';
import { TrialCard } from './TrialCard.tsx';
import { TEXT } from './text.ts';
import { useOpenTrial } from './useOpenTrial.ts';

interface SliceChartProps {
  name: string;
  trials: readonly Trial[];
  objective: number;
  best: number | undefined;
}

/** The objective along one param. Later trials are darker, the best one is brass. */
export const SliceChart = memo(function SliceChart({ name, trials, objective, best }: SliceChartProps) {
  const open = useOpenTrial();
  const axis = useMemo(() => paramAxis(trials, name), [trials, name]);
  const points = useMemo(
    () =>
      trials.flatMap((trial, index): Point<Trial>[] => {
        const x = axis.position(trial.params[name]);
        const y = trial.values?.[objective];
        if (x === null || y === undefined) return [];
        const crowd = trials.length > 1500 ? 0.4 : 1;
        const alpha = crowd * (0.3 + (0.7 * (index + 1)) / trials.length);
        return [
          {
            x: axis.categories ? x + spread(trial.number) : x,
            y,
            form: 'disc',
            color: (theme) => (trial.number === best ? theme.brass : withAlpha(theme.verdigris, alpha)),
            item: trial,
          },
        ];
      }),
    [trials, axis, name, objective, best],
  );
  return (
    <figure className="min-w-0">
      <figcaption className="truncate px-2 font-medium" title={name}>
        {name}
        {axis.log && <span className="ml-1.5 font-normal text-ink-3 text-micro">{TEXT.log}</span>}
      </figcaption>
      <PointChart
        label={TEXT.objectiveOver(name)}
        height={160}
        points={points}
        xLog={axis.log}
        categories={axis.categories}
        onOpen={open}
        card={(trial) => <TrialCard trial={trial} />}
      />
    </figure>
  );
});

/** A steady sideways shift, so that equal categories do not hide each other. */
function spread(number: number): number {
  return (((number * 0.618034) % 1) - 0.5) * 0.4;
}
