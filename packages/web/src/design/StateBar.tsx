import type { TrialState } from '../data/studyModel.ts';

const ORDER: readonly [TrialState, string, string][] = [
  ['COMPLETE', 'complete', 'var(--verdigris)'],
  ['RUNNING', 'running', 'var(--run-6)'],
  ['PRUNED', 'pruned', 'var(--brass-line)'],
  ['FAIL', 'failed', 'var(--alarm)'],
  ['WAITING', 'waiting', 'var(--line-strong)'],
];

/** A study's trials by state as one bar; the counts on hover. */
export function StateBar({ counts }: { counts: Readonly<Record<TrialState, number>> }) {
  const parts = ORDER.filter(([state]) => counts[state] > 0);
  const words = parts.map(([state, word]) => `${counts[state]} ${word}`).join(', ');
  return (
    <div
      className="flex h-1.5 w-full gap-px overflow-hidden bg-muted-wash"
      role="img"
      aria-label={words}
      title={words}
    >
      {parts.map(([state, , color]) => (
        <span key={state} style={{ flexGrow: counts[state], background: color }} />
      ))}
    </div>
  );
}
