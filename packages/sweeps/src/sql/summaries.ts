import { bestOf } from '../best.ts';
import { freezeStudy } from '../freeze.ts';
import type { StudySummary } from '../store.ts';
import type { StoredStudy } from '../stored.ts';
import type { FrozenTrial, TrialState } from '../trial.ts';

/** What a list shows of a study. */
export function summarize(study: StoredStudy, trials: readonly FrozenTrial[]): StudySummary {
  const counts: Record<TrialState, number> = { RUNNING: 0, COMPLETE: 0, PRUNED: 0, FAIL: 0, WAITING: 0 };
  let first: Date | null = null;
  let last: Date | null = null;
  for (const { state, datetimeStart, datetimeComplete } of trials) {
    counts[state]++;
    if (datetimeStart && (!first || datetimeStart < first)) first = datetimeStart;
    const latest = datetimeComplete ?? datetimeStart;
    if (latest && (!last || latest > last)) last = latest;
  }
  const [direction, ...more] = study.directions;
  return {
    ...freezeStudy(study),
    counts,
    bestTrial: direction && more.length === 0 ? bestOf(trials, direction) : null,
    datetimeStart: first,
    datetimeLast: last,
  };
}
