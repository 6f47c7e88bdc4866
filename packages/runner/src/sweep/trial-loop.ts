import { type SearchSpace, type Study, type StudyStore, stopReason } from '@orrery/sweeps';

export interface LoopOptions {
  /** How many the study is to have in all; those of earlier sweeps count. */
  trials: number;
  /** Seconds after which no further trial begins. */
  timeout: number | null;
  /** Trials at a time. */
  parallel: number;
  space: SearchSpace;
  cancelled: AbortSignal;
}

/**
 * Runs trials, some at a time, until the study has enough of them, time is up or nothing is left to try.
 *
 * @param runTrial asks for a trial and tells its end
 * @returns why there are fewer than asked for, or null
 */
export async function runTrials(
  study: Study,
  { trials, timeout, parallel, space, cancelled }: LoopOptions,
  runTrial: () => Promise<void>,
): Promise<string | null> {
  const since = performance.now();
  let left = await trialsLeft(study.store, study.name, trials);
  let over: string | null = null;
  const look = async () => {
    if (timeout !== null && performance.now() - since >= timeout * 1000) return `${timeout} s are over`;
    const stopped = stopReason(await study.store.getStudy(study.id));
    return stopped ?? ((await study.isExhausted(space)) ? 'every combination is tried' : null);
  };
  const worker = async () => {
    while (left > 0 && over === null && !cancelled.aborted) {
      left--;
      over ??= await look();
      if (over === null) await runTrial();
    }
  };
  const workers = await Promise.allSettled(Array.from({ length: parallel }, worker));
  for (const ended of workers) if (ended.status === 'rejected') throw ended.reason;
  return over;
}

/** Trials of a study that are still to be run. */
export async function trialsLeft(store: StudyStore, name: string, wanted: number): Promise<number> {
  const found = await store.findStudy(name);
  if (!found) return wanted;
  const { COMPLETE, PRUNED, FAIL } = (await store.getSummary(found.studyId)).counts;
  return Math.max(0, wanted - COMPLETE - PRUNED - FAIL);
}
