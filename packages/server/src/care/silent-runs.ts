import { HEARTBEAT_TAG, REASON_TAG } from '@orrery/core';
import type { Peers } from '@orrery/database';
import type { TrackingStore } from '@orrery/tracking';

const LOOK_MS = 2000;

/**
 * Closes runs whose host died: those whose last sign of life has stood unchanged for `silenceMs` of this server's
 * own time, whatever the clocks say and however long the server was away itself. Of several servers one does it.
 *
 * @returns how to stop
 */
export function closeSilentRuns(
  store: TrackingStore,
  peers: Pick<Peers, 'leads'>,
  silenceMs: number,
  onError: (error: Error) => void,
): () => void {
  const seen = new Map<string, { value: string; since: number }>();
  const look = async () => {
    if (!peers.leads) return seen.clear();
    const now = performance.now();
    const open = await store.runningWithTag(HEARTBEAT_TAG);
    const ids = new Set(open.map(({ runId }) => runId));
    for (const id of seen.keys()) if (!ids.has(id)) seen.delete(id);
    for (const { runId, value } of open) {
      const before = seen.get(runId);
      if (before?.value !== value) seen.set(runId, { value, since: now });
      else if (now - before.since > silenceMs) await close(store, runId, value, silenceMs);
    }
  };
  let looking = false;
  const timer = setInterval(() => {
    if (looking) return;
    looking = true;
    look()
      .catch(onError)
      .finally(() => {
        looking = false;
      });
  }, LOOK_MS);
  return () => clearInterval(timer);
}

async function close(store: TrackingStore, runId: string, value: string, silenceMs: number): Promise<void> {
  const reason = { key: REASON_TAG, value: `its host gave no sign of life for ${silenceMs / 1000} s` };
  const last = Number(value);
  const endTime = Number.isSafeInteger(last) ? last : Date.now();
  await store.closeSilentRun({ runId, key: HEARTBEAT_TAG, value, reason, endTime });
}
