import { useMemo, useState } from 'react';
import type { Study, Trial } from '../../data/studyModel.ts';
import { useSettled } from '../../data/useSettled.ts';
import { Empty } from '../../design/States.tsx';
import { WhenSeen } from '../../design/WhenSeen.tsx';
import { formatNumber } from '../../logic/format.ts';
import { type Brushes, isWithin, paramUpright, valueUpright } from '../../logic/parallel.ts';
import { ranks } from '../../logic/ranks.ts';
import { completeTrials, paramNames } from '../../logic/trials.ts';
import { PairsPanel } from './PairsPanel.tsx';
import { ParallelPanel } from './ParallelPanel.tsx';
import { Slices } from './Slices.tsx';
import { TEXT } from './text.ts';

interface ParametersProps {
  study: Study;
  trials: readonly Trial[];
  objective: number;
}

const format = (value: number): string => formatNumber(value, 3);

/** Where a study looked. What is brushed in the parallel coordinates is what the other charts show. */
export default function Parameters({ study, trials, objective }: ParametersProps) {
  const [brushes, setBrushes] = useState<Brushes>({});
  const complete = useMemo(() => completeTrials(trials, objective), [trials, objective]);
  const names = useMemo(() => paramNames(complete), [complete]);
  const direction = study.directions[objective] ?? 'minimize';
  const name = study.objectives[objective] ?? '';
  const shares = useMemo(
    () =>
      ranks(
        complete.map((trial) => trial.values?.[objective] ?? 0),
        direction,
      ),
    [complete, objective, direction],
  );
  const axes = useMemo(
    () => [
      ...names.map((param) => paramUpright(complete, param, format)),
      valueUpright(complete, name, objective, format),
    ],
    [complete, names, name, objective],
  );
  const chosen = useMemo(
    () =>
      Object.keys(brushes).length === 0
        ? complete
        : complete.filter((trial) => isWithin(trial, axes, brushes)),
    [complete, axes, brushes],
  );

  // The other charts follow when the hand rests.
  const settled = useSettled(chosen, 120);

  if (complete.length === 0 || names.length === 0) {
    return <Empty title={TEXT.noCompleteTrialWith}>{TEXT.chartsParametersDrawnFrom}</Empty>;
  }
  return (
    <div className="flex flex-col gap-3 px-4 py-4 md:px-6">
      <ParallelPanel
        trials={complete}
        shares={shares}
        axes={axes}
        brushes={brushes}
        onBrush={setBrushes}
        chosen={chosen.length}
      />
      {names.length > 1 && (
        <WhenSeen height={340}>
          <PairsPanel
            trials={settled}
            names={names}
            objective={objective}
            name={name}
            direction={direction}
          />
        </WhenSeen>
      )}
      <Slices trials={settled} objective={objective} best={study.best?.number} />
    </div>
  );
}
