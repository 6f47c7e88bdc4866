import { invalid } from '@orrery/core';
import { freezeStudy, freezeTrial } from '../freeze.ts';
import type { StudySummary } from '../store.ts';
import type { StoredStudy, StoredTrial } from '../stored.ts';
import type { Direction, TrialState } from '../trial.ts';

/** What a list shows of a study. */
export function summarize(study: StoredStudy, trials: readonly StoredTrial[]): StudySummary {
  const counts: Record<TrialState, number> = { RUNNING: 0, COMPLETE: 0, PRUNED: 0, FAIL: 0, WAITING: 0 };
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { state, datetimeStart, datetimeComplete } of trials) {
    counts[state]++;
    if (datetimeStart !== null) first = Math.min(first, datetimeStart);
    last = Math.max(last, datetimeComplete ?? datetimeStart ?? last);
  }
  const best = study.directions.length === 1 ? bestTrial(study.directions, trials) : null;
  return {
    ...freezeStudy(study),
    counts,
    bestTrial: best && freezeTrial(best),
    datetimeStart: Number.isFinite(first) ? new Date(Math.floor(first / 1000)) : null,
    datetimeLast: Number.isFinite(last) ? new Date(Math.floor(last / 1000)) : null,
  };
}

/** The complete trial with the best value, the earliest of several, or null. */
export function bestTrial(directions: Direction[], trials: readonly StoredTrial[]): StoredTrial | null {
  if (directions.length !== 1)
    throw invalid(`A study with ${directions.length} objectives has no best trial, but a Pareto front.`);
  const sign = directions[0] === 'maximize' ? -1 : 1;
  let best: StoredTrial | null = null;
  for (const trial of trials) {
    const value = trial.values?.[0];
    if (trial.state !== 'COMPLETE' || value === undefined || Number.isNaN(value)) continue;
    if (best === null || sign * value < sign * (best.values?.[0] as number)) best = trial;
  }
  return best;
}
