import { createHash } from 'node:crypto';

/** The id of a run that had none as MLflow makes them: the same each time for what names it. */
export function runIdFrom(...names: string[]): string {
  return createHash('sha256').update(JSON.stringify(names)).digest('hex').slice(0, 32);
}
