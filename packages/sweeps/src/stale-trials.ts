import { OrreryError } from '@orrery/core';
import { toJson } from './python-json.ts';
import type { StudyStore } from './store.ts';
import type { FrozenTrial } from './trial.ts';

export interface Heartbeat {
  /** Seconds between two signs of life of a trial that runs. */
  interval: number;
  /** Seconds without one after which a trial has failed; twice the interval by default. */
  grace?: number;
  /** How often a stale trial is begun again: never by default. */
  maxRetries?: number;
}

/**
 * Fails the trials of a study whose workers are gone, and enqueues them again as Optuna's
 * RetryHeartbeatStaleTrialCallback does: with their params, and the numbers of those before in `retry_history`.
 *
 * @returns the trials that were failed; another worker that fails the same at once has them alone
 */
export async function failStaleTrials(
  store: StudyStore,
  studyId: number,
  { interval, grace = 2 * interval, maxRetries = 0 }: Heartbeat,
): Promise<FrozenTrial[]> {
  const failed: FrozenTrial[] = [];
  for (const trialId of await store.findStaleTrials(studyId, grace)) {
    if (!(await failOnce(store, trialId))) continue;
    const trial = await store.getTrial(trialId);
    failed.push(trial);
    await retry(store, studyId, trial, maxRetries);
  }
  return failed;
}

async function failOnce(store: StudyStore, trialId: number): Promise<boolean> {
  try {
    return await store.setTrialState(trialId, 'FAIL', null);
  } catch (error) {
    if (error instanceof OrreryError && error.code === 'INVALID_STATE') return false;
    throw error;
  }
}

async function retry(
  store: StudyStore,
  studyId: number,
  trial: FrozenTrial,
  maxRetries: number,
): Promise<void> {
  const { params, userAttrs, systemAttrs } = await store.getStoredTrial(trial.trialId);
  const before = (trial.systemAttrs.retry_history as number[] | undefined) ?? [];
  const history = [...before, trial.number];
  if (history.length > maxRetries) return;
  await store.addTrial(studyId, {
    state: 'WAITING',
    params,
    userAttrs,
    systemAttrs: new Map([
      ['failed_trial', toJson(trial.number)],
      ...systemAttrs,
      ['retry_history', toJson(history)],
    ]),
    datetimeStart: null,
  });
}
