import { useMemo } from 'react';
import { type Point, PointChart } from '../../charts/PointChart.tsx';
import type { Study, Trial } from '../../data/studyModel.ts';
import { Panel } from '../../design/Panel.tsx';
import { plural } from '../../logic/format.ts';
import { paretoFront } from '../../logic/trials.ts';
import { TrialCard } from './TrialCard.tsx';
import { useOpenTrial } from './useOpenTrial.ts';

/** For two objectives: all complete trials, those that no other beats in brass. */
export function ParetoChart({ study, trials }: { study: Study; trials: readonly Trial[] }) {
  const open = useOpenTrial();
  const front = useMemo(
    () => (study.directions.length > 1 ? paretoFront(trials, study.directions) : new Set<number>()),
    [trials, study.directions],
  );
  const points = useMemo(
    () =>
      trials.flatMap((trial): Point<Trial>[] => {
        const [x, y] = trial.state === 'COMPLETE' ? (trial.values ?? []) : [];
        if (x === undefined || y === undefined || !Number.isFinite(x) || !Number.isFinite(y)) return [];
        const leads = front.has(trial.number);
        return [
          {
            x,
            y,
            form: leads ? 'disc' : 'ring',
            color: (theme) => (leads ? theme.brass : theme.strong),
            item: trial,
          },
        ];
      }),
    [trials, front],
  );
  if (study.directions.length !== 2) return null;
  return (
    <Panel
      title="Front"
      aside={<span className="text-ink-2 text-small">{plural(front.size, 'trial')} unbeaten</span>}
    >
      <PointChart
        label="Objective 1 over objective 0"
        height={260}
        points={points}
        onOpen={open}
        card={(trial) => <TrialCard trial={trial} />}
      />
    </Panel>
  );
}
