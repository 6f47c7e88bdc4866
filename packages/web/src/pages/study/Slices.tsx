import { useMemo } from 'react';
import type { Trial } from '../../data/studyModel.ts';
import { Panel } from '../../design/Panel.tsx';
import { WhenSeen } from '../../design/WhenSeen.tsx';
import { completeTrials, paramNames } from '../../logic/trials.ts';
import { SliceChart } from './SliceChart.tsx';
import { TEXT } from './text.ts';

interface SlicesProps {
  trials: readonly Trial[];
  objective: number;
  best: number | undefined;
}

/** One plot per param: where the objective is good along it. */
export function Slices({ trials, objective, best }: SlicesProps) {
  const complete = useMemo(() => completeTrials(trials, objective), [trials, objective]);
  const names = useMemo(() => paramNames(complete), [complete]);
  if (names.length === 0) return null;
  return (
    <Panel
      title={TEXT.slices}
      aside={<span className="text-ink-2 text-small">{TEXT.objectiveOverEachParameter}</span>}
    >
      <div className="grid gap-x-2 gap-y-1 p-2 sm:grid-cols-2 xl:grid-cols-4">
        {names.map((name) => (
          <WhenSeen key={name} height={181}>
            <SliceChart name={name} trials={complete} objective={objective} best={best} />
          </WhenSeen>
        ))}
      </div>
    </Panel>
  );
}
