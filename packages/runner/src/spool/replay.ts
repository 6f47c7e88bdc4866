import { existsSync } from 'node:fs';
import { type Credentials, TrackingClient, TrackingError, UnreachableError } from '@orrery/client';
import { keepWhole } from '../record/keep.ts';
import { RunRecord } from '../record/run-record.ts';
import { apply, type Operation, type Target } from './operation.ts';
import { type Spool, spoolsOf } from './spool.ts';

export { spoolsOf } from './spool.ts';

export interface ReplayReport {
  /** Runs that the server now has whole. */
  replayed: number;
  /** Runs that another living process writes or replays itself. */
  busy: number;
  /** Runs still in the spool, for the server is away. */
  left: number;
}

/**
 * Replays what was spooled while the tracking server was away. Doing it twice changes nothing.
 *
 * @param tell is told of operations that the server refuses; they are left out
 * @param credentials those of MLflow's variables where there are none
 */
export async function replaySpool(
  storeDir: string,
  trackingUri: string,
  tell: (message: string) => void = console.error,
  credentials?: Credentials,
): Promise<ReplayReport> {
  const client = new TrackingClient(trackingUri, credentials);
  const report = { replayed: 0, busy: 0, left: 0 };
  for (const spool of spoolsOf(storeDir)) {
    if (!spool.lock()) {
      report.busy++;
      continue;
    }
    try {
      if (!spool.exists()) continue;
      if ((await replayOne(client, spool, tell)).done) report.replayed++;
      else report.left++;
    } catch (error) {
      report.left++;
      tell(`${spool.file}: ${(error as Error).message}`);
    } finally {
      spool.unlock();
    }
  }
  return report;
}

/**
 * @param more what is to be done after that which is in the spool
 * @returns whether the server has taken all, so that the spool is gone, and the run as it knows it
 */
export async function replayOne(
  client: TrackingClient,
  spool: Spool,
  tell: (message: string) => void,
  known: Target | null = null,
  more: Operation[] = [],
): Promise<{ done: boolean; target: Target | null }> {
  let target = known;
  let folder: string | null = null;
  let ended = false;
  try {
    for await (const operation of chain(spool.read(), more)) {
      if (operation.kind === 'folder') folder = operation.path;
      if (operation.kind === 'update' && operation.endTime !== undefined) ended = true;
      target = await applyOrLeaveOut(client, target, operation, true, tell);
    }
    if (target && folder && ended && existsSync(folder)) await keep(client, target, folder, tell);
  } catch (error) {
    if (error instanceof UnreachableError) return { done: false, target };
    throw error;
  }
  spool.remove();
  return { done: true, target };
}

/**
 * Does one operation; what the server refuses, or a file that cannot be read, is left out.
 *
 * @param tell is told why
 * @throws UnreachableError
 */
export async function applyOrLeaveOut(
  client: TrackingClient,
  target: Target | null,
  operation: Operation,
  again: boolean,
  tell: (message: string) => void,
): Promise<Target | null> {
  try {
    return await apply(client, target, operation, again);
  } catch (error) {
    if (error instanceof UnreachableError) throw error;
    const { message } = error as Error;
    // Who shows the wrong password, or a token that has ended, may come with the right one.
    if (error instanceof TrackingError && error.status === 401)
      throw new UnreachableError(message, { cause: error });
    const isRefusal = error instanceof TrackingError;
    tell(isRefusal ? `refused by the tracking server, left out: ${message}` : `left out: ${message}`);
    return target;
  }
}

/** Trouble of the disk is told, and no reason to replay all of it again. */
async function keep(
  client: TrackingClient,
  target: Target,
  folder: string,
  tell: (message: string) => void,
): Promise<void> {
  try {
    await keepWhole(client, target, new RunRecord(folder));
  } catch (error) {
    if (error instanceof UnreachableError) throw error;
    tell(`the record of the run in ${folder} is not complete: ${(error as Error).message}`);
  }
}

async function* chain<T>(...parts: (AsyncIterable<T> | Iterable<T>)[]): AsyncGenerator<T> {
  for (const part of parts) yield* part;
}
