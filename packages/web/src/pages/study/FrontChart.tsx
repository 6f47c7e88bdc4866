import { useMemo } from 'react';
import { type Point, PointChart } from '../../charts/PointChart.tsx';
import type { Study, Trial } from '../../data/studyModel.ts';
import { TrialCard } from './TrialCard.tsx';
import { TEXT } from './text.ts';
import { useOpenTrial } from './useOpenTrial.ts';

interface FrontChartProps {
  study: Study;
  trials: readonly Trial[];
  /** The numbers of those on it. */
  front: ReadonlySet<number>;
  axes: readonly [number, number];
}

/** The front in the plane of two objectives. */
export function FrontChart({ study, trials, front, axes: [across, up] }: FrontChartProps) {
  const open = useOpenTrial();
  const points = useMemo(
    () =>
      trials
        .flatMap((trial): Point<Trial>[] => {
          const values = trial.state === 'COMPLETE' ? trial.values : null;
          const [x, y] = [values?.[across], values?.[up]];
          if (x === undefined || y === undefined || !Number.isFinite(x) || !Number.isFinite(y)) return [];
          const leads = front.has(trial.number);
          return [
            {
              x,
              y,
              form: leads ? 'disc' : trial.infeasible ? 'cut' : 'ring',
              color: (theme) => (leads ? theme.brass : theme.strong),
              item: trial,
            },
          ];
        })
        .sort((a, b) => Number(front.has(a.item.number)) - Number(front.has(b.item.number))),
    [trials, front, across, up],
  );
  return (
    <figure className="p-1">
      <figcaption className="px-2 text-ink-2 text-small">
        ↑ {study.objectives[up]} ({study.directions[up]}), → {study.objectives[across]} (
        {study.directions[across]})
      </figcaption>
      <PointChart
        label={TEXT.frontOver(`${study.objectives[up]}`, `${study.objectives[across]}`)}
        height={300}
        points={points}
        onOpen={open}
        card={(trial) => <TrialCard trial={trial} />}
      />
    </figure>
  );
}
