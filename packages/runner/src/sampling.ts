import { setTimeout as sleep } from 'node:timers/promises';
import type { RunningJob } from './executors/executor.ts';
import type { RunRecorder } from './spool/recorder.ts';
import { SystemSampler } from './system-metrics.ts';

/** How often a run is sampled. */
export const SAMPLE_MS = 2000;
/** A sign of life with each so many samples. */
const BEAT_EVERY = 5;

/**
 * Records a job's own figures, or this machine's, until the signal is aborted, at least once, and gives signs of life.
 *
 * @param folder whose file system the disk figures are of
 */
export async function sampleWhile(
  signal: AbortSignal,
  folder: string,
  recorder: RunRecorder,
  job?: Pick<RunningJob, 'sample'>,
): Promise<void> {
  const machine = job?.sample ? null : new SystemSampler(folder, SAMPLE_MS / 1000);
  const sample = async () => (await job?.sample?.()) ?? machine?.sample() ?? {};
  try {
    for (let step = 0; ; step++) {
      if (step % BEAT_EVERY === 0) await recorder.beat();
      await sleep(step === 0 ? SAMPLE_MS / 2 : SAMPLE_MS, undefined, { signal }).catch(() => {});
      if (signal.aborted && step > 0) return;
      const timestamp = Date.now();
      const figures = Object.entries(await sample());
      await recorder.record({
        kind: 'log',
        metrics: figures.map(([key, value]) => ({ key, value, timestamp, step })),
      });
      if (signal.aborted) return;
    }
  } finally {
    machine?.close();
  }
}
