import { useMemo } from 'react';
import { CloudChart, type CloudPoint } from '../../charts/CloudChart.tsx';
import type { Study, Trial } from '../../data/studyModel.ts';
import { TrialCard } from './TrialCard.tsx';
import { TEXT } from './text.ts';
import { useOpenTrial } from './useOpenTrial.ts';

interface FrontCloudProps {
  height: number;
  study: Study;
  trials: readonly Trial[];
  /** The numbers of those on it. */
  front: ReadonlySet<number>;
  axes: readonly [number, number, number];
}

/** The front in the space of three objectives. */
export default function FrontCloud({ height, study, trials, front, axes: [a, b, c] }: FrontCloudProps) {
  const open = useOpenTrial();
  const points = useMemo(
    () =>
      trials.flatMap((trial): CloudPoint<Trial>[] => {
        const { values } = trial;
        const at = [values?.[a], values?.[b], values?.[c]] as [number, number, number];
        if (trial.state !== 'COMPLETE' || !at.every(Number.isFinite)) return [];
        const strong = front.has(trial.number);
        return [{ at, strong, color: (theme) => (strong ? theme.brass : theme.verdigris), item: trial }];
      }),
    [trials, front, a, b, c],
  );
  const names = useMemo(() => {
    const name = (axis: number): string => study.objectives[axis] ?? '';
    return [name(a), name(b), name(c)] as const;
  }, [study.objectives, a, b, c]);
  return (
    <CloudChart
      label={TEXT.front(names.join(', '))}
      height={height}
      axes={names}
      points={points}
      onOpen={open}
      card={(trial) => <TrialCard trial={trial} />}
    />
  );
}
