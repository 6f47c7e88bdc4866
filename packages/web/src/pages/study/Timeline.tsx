import { memo, useMemo } from 'react';
import { type Span, TimelineChart } from '../../charts/TimelineChart.tsx';
import type { ChartTheme } from '../../charts/theme.ts';
import type { Trial, TrialState } from '../../data/studyModel.ts';
import { Panel } from '../../design/Panel.tsx';
import { StatusMark } from '../../design/StatusMark.tsx';
import { TrialCard } from './TrialCard.tsx';
import { TEXT } from './text.ts';
import { useOpenTrial } from './useOpenTrial.ts';

const COLORS: Record<TrialState, (theme: ChartTheme) => string> = {
  COMPLETE: (theme) => theme.verdigris,
  RUNNING: (theme) => theme.run(6),
  PRUNED: (theme) => theme.brass,
  FAIL: (theme) => theme.alarm,
  WAITING: (theme) => theme.strong,
};

/** When each trial ran. */
export const Timeline = memo(function Timeline({ trials }: { trials: readonly Trial[] }) {
  const open = useOpenTrial();
  const spans = useMemo(() => {
    const now = Date.now();
    return trials.flatMap((trial): Span<Trial>[] =>
      trial.started === null
        ? []
        : [
            {
              from: trial.started,
              to: trial.completed ?? now,
              row: trial.number,
              color: COLORS[trial.state],
              item: trial,
            },
          ],
    );
  }, [trials]);
  return (
    <Panel
      title={TEXT.timeline}
      aside={
        <span className="flex flex-wrap gap-3 text-small">
          {(['COMPLETE', 'RUNNING', 'PRUNED', 'FAIL'] as const)
            .filter((state) => trials.some((trial) => trial.state === state))
            .map((state) => (
              <span key={state} className="flex items-center gap-1.5">
                <Swatch state={state} />
                <StatusMark status={state} />
              </span>
            ))}
        </span>
      }
    >
      <TimelineChart
        label={TEXT.whenEachTrialRan}
        height={240}
        spans={spans}
        onOpen={open}
        card={(trial) => <TrialCard trial={trial} />}
      />
    </Panel>
  );
});

const SWATCHES = {
  COMPLETE: 'var(--verdigris)',
  RUNNING: 'var(--run-6)',
  PRUNED: 'var(--brass-line)',
  FAIL: 'var(--alarm)',
};

function Swatch({ state }: { state: keyof typeof SWATCHES }) {
  return <span aria-hidden="true" className="h-1.5 w-4" style={{ background: SWATCHES[state] }} />;
}
