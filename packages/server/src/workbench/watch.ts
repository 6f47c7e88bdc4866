import { statSync } from 'node:fs';
import { OrchestrationFolder } from '@orrery/runner/orchestrations';
import type { LiveHub } from '../live/hub.ts';

const EVERY_MS = 700;
/** Older ones rest. */
const NEWEST = 100;

/** Tells the hub which orchestrations of a store changed, whichever process runs them. */
export function watchOrchestrations(storeDir: string, hub: LiveHub): () => void {
  const seen = new Map<string, number>();
  const look = () => {
    if (!hub.isHeard) return;
    const first = seen.size === 0;
    const changed = OrchestrationFolder.list(storeDir)
      .slice(0, NEWEST)
      .filter((id) => {
        const file = OrchestrationFolder.open(storeDir, id).file('state.json');
        const time = statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
        const before = seen.get(id);
        seen.set(id, time);
        return before !== time;
      });
    if (changed.length > 0 && !first) hub.orchestrationsChanged(changed);
  };
  const timer = setInterval(look, EVERY_MS);
  return () => clearInterval(timer);
}
