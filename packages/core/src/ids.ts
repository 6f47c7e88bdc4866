import { randomBytes } from 'node:crypto';

/** A run id as MLflow makes them: 32 lower-case hex digits. */
export function newRunId(): string {
  return randomBytes(16).toString('hex');
}

/** True for a string that can be a run id: 32 lower-case hex digits. */
export function isRunId(text: string): boolean {
  return /^[0-9a-f]{32}$/.test(text);
}
