import { memo, useMemo } from 'react';
import { type Point, PointChart } from '../../charts/PointChart.tsx';
import type { Trial } from '../../data/studyModel.ts';
import { Panel } from '../../design/Panel.tsx';
import type { Direction } from '../../logic/direction.ts';
import { optimisationHistory } from '../../logic/trials.ts';
import { TrialCard } from './TrialCard.tsx';
import { TrialLegend } from './TrialLegend.tsx';
import { TEXT } from './text.ts';
import { useOpenTrial } from './useOpenTrial.ts';

interface HistoryChartProps {
  trials: readonly Trial[];
  objective: number;
  name: string;
  direction: Direction;
}

/** What each trial reached, and the best so far. */
export const HistoryChart = memo(function HistoryChart({
  trials,
  objective,
  name,
  direction,
}: HistoryChartProps) {
  const open = useOpenTrial();
  const history = useMemo(
    () => optimisationHistory(trials, objective, direction),
    [trials, objective, direction],
  );
  const points = useMemo(
    () =>
      history.marks.map(
        ({ trial, value, pruned }): Point<Trial> => ({
          x: trial.number,
          y: value,
          form: pruned ? 'cut' : 'disc',
          color: (theme) => (pruned ? theme.faint : theme.verdigris),
          item: trial,
        }),
      ),
    [history],
  );
  return (
    <Panel
      title={TEXT.optimisationHistory}
      aside={<TrialLegend best pruned={history.marks.some((mark) => mark.pruned)} />}
    >
      <PointChart
        label={TEXT.ofEachTrialWith(name)}
        height={260}
        xKind="step"
        points={points}
        steps={history.best}
        onOpen={open}
        card={(trial) => <TrialCard trial={trial} />}
      />
    </Panel>
  );
});
