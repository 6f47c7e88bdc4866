import { createHash } from 'node:crypto';
import { hostname } from 'node:os';

/** What every object of ours is labelled with. */
import { processName } from '../../alive.ts';
export const LABELS = {
  run: 'orrery.run_id',
  host: 'orrery.host',
  process: 'orrery.pid',
  store: 'orrery.store',
};

/** Of one run of this process. */
export function labelsOf(storeDir: string, runId: string): Record<string, string> {
  return { ...labelsOfStore(storeDir), [LABELS.process]: processName(), [LABELS.run]: runId };
}

/** Of all that this machine runs for a store. A label holds no path, so the store is told by a digest of its own. */
export function labelsOfStore(storeDir: string): Record<string, string> {
  const store = createHash('sha256').update(storeDir).digest('hex').slice(0, 16);
  return { [LABELS.host]: labelValue(hostname()), [LABELS.store]: store };
}

/** As a label selector. */
export function selector(labels: Record<string, string>): string {
  return Object.entries(labels)
    .map(([name, value]) => `${name}=${value}`)
    .join(',');
}

/** At most 63 letters, digits, dots, dashes and underscores, which begin and end with a letter or digit. */
function labelValue(text: string): string {
  return text
    .replace(/[^\w.-]/g, '-')
    .slice(0, 63)
    .replace(/^[^a-z0-9]+|[^a-z0-9]+$/gi, '');
}
