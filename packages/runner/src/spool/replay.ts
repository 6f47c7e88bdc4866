import { TrackingClient, TrackingError, UnreachableError } from '@orrery/client';
import { apply, type Target } from './operation.ts';
import { type Spool, spoolsOf } from './spool.ts';

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
 */
export async function replaySpool(
  storeDir: string,
  trackingUri: string,
  tell: (message: string) => void = console.error,
): Promise<ReplayReport> {
  const client = new TrackingClient(trackingUri);
  const report = { replayed: 0, busy: 0, left: 0 };
  for (const spool of spoolsOf(storeDir)) {
    if (!spool.lock()) {
      report.busy++;
      continue;
    }
    try {
      if (!spool.exists()) continue;
      if (await replayOne(client, spool, tell)) report.replayed++;
      else report.left++;
    } finally {
      spool.unlock();
    }
  }
  return report;
}

/** @returns the run as the server knows it once it has taken all, and the spool is gone; else null */
export async function replayOne(
  client: TrackingClient,
  spool: Spool,
  tell: (message: string) => void,
  known: Target | null = null,
): Promise<Target | null> {
  let target = known;
  try {
    for (const operation of spool.read()) {
      try {
        target = await apply(client, target, operation, true);
      } catch (error) {
        if (!(error instanceof TrackingError)) throw error;
        tell(`refused by the tracking server, left out: ${error.message}`);
      }
    }
  } catch (error) {
    if (error instanceof UnreachableError) return null;
    throw error;
  }
  spool.remove();
  return target;
}
