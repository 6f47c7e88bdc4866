import { HEARTBEAT_TAG, REASON_TAG, type RunStatus } from '@orrery/core';
import type { RunRecorder } from '../spool/recorder.ts';
import type { JobFolder } from './folder.ts';
import { readOutputs } from './outputs.ts';
import { completeSidecars } from './sidecars.ts';

export interface Ending {
  status: RunStatus;
  /** Why it is not FINISHED, in words. */
  reason: string | null;
  /** Unix milliseconds. */
  endTime: number;
}

/**
 * Records how a job ended and what it left: metrics, files, and the end of the run last.
 *
 * @param warn is told of what the job wrote and cannot be taken
 * @returns the job's final scalars, by name
 */
export async function recordEnding(
  folder: JobFolder,
  { status, reason, endTime }: Ending,
  recorder: RunRecorder,
  warn: (message: string) => void,
): Promise<Record<string, number>> {
  const { scalars, warnings } = await readOutputs(folder, {
    endTime,
    take: (metrics) => recorder.record({ kind: 'log', metrics }),
  }).catch((error: Error) => ({ scalars: {}, warnings: [error.message] }));
  for (const warning of warnings) warn(warning);
  const files = tryTo(() => folder.artifacts(), warn) ?? [];
  await recorder.record(
    ...(reason ? [{ kind: 'log' as const, tags: [{ key: REASON_TAG, value: reason }] }] : []),
    ...files.map(({ file, path }) => ({ kind: 'artifact' as const, file, path })),
    { kind: 'untag', key: HEARTBEAT_TAG },
    { kind: 'update', status, endTime },
  );
  await recorder.close();
  await completeSidecars(folder).catch((error: Error) => warn(error.message));
  return scalars;
}

/** Does what the disk may refuse; null where it does. */
export function tryTo<T>(work: () => T, warn: (message: string) => void): T | null {
  try {
    return work();
  } catch (error) {
    warn((error as Error).message);
    return null;
  }
}
