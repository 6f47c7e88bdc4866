import { memo, useMemo } from 'react';
import { BundleChart, type Strand } from '../../charts/BundleChart.tsx';
import type { Trial } from '../../data/studyModel.ts';
import { Panel } from '../../design/Panel.tsx';
import { TrialCard } from './TrialCard.tsx';
import { TEXT } from './text.ts';
import { useOpenTrial } from './useOpenTrial.ts';

interface IntermediateChartProps {
  trials: readonly Trial[];
  best: number | undefined;
}

/** More lines than these hide each other, and are slow to draw. */
const MOST = 1000;

/** The learning curves that pruning judged. Pruned ones are broken lines that end in a dot. */
export const IntermediateChart = memo(function IntermediateChart({ trials, best }: IntermediateChartProps) {
  const open = useOpenTrial();
  const reported = useMemo(() => trials.filter((trial) => trial.intermediate.length > 0), [trials]);
  const strands = useMemo(
    () =>
      reported
        .filter((trial, index) => index >= reported.length - MOST || trial.number === best)
        .map(
          (trial): Strand<Trial> => ({
            points: trial.intermediate,
            color: (theme) =>
              trial.number === best ? theme.brass : trial.state === 'PRUNED' ? theme.faint : theme.verdigris,
            ...(trial.state === 'PRUNED' && { dash: [3, 3] }),
            strong: trial.number === best,
            item: trial,
          }),
        ),
    [reported, best],
  );
  if (strands.length === 0) return null;
  return (
    <Panel
      title={TEXT.intermediateValues}
      aside={
        <span className="flex items-center gap-3 text-ink-2 text-small">
          {reported.length > MOST && (
            <span className="text-ink-3">
              {TEXT.theLast} {MOST.toLocaleString('en-US')} {TEXT.of}{' '}
              {reported.length.toLocaleString('en-US')}
            </span>
          )}
          <Key color="var(--verdigris)" text={TEXT.complete} />
          <Key color="var(--ink-3)" text={TEXT.pruned} dash="3 3" />
          <Key color="var(--brass-line)" text={TEXT.best} />
        </span>
      }
    >
      <BundleChart
        label={TEXT.intermediateValuesEachTrial}
        height={240}
        strands={strands}
        onOpen={open}
        card={(trial) => <TrialCard trial={trial} />}
      />
    </Panel>
  );
});

function Key({ color, text, dash }: { color: string; text: string; dash?: string }) {
  return (
    <span className="flex items-center gap-1.5">
      <svg width="16" height="4" aria-hidden="true">
        <line x2="16" y1="2" y2="2" stroke={color} strokeWidth="2" strokeDasharray={dash} />
      </svg>
      {text}
    </span>
  );
}
