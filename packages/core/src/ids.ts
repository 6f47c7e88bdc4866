import { randomBytes } from 'node:crypto';

/** A run id as MLflow makes them: 32 lower-case hex digits. */
export function newRunId(): string {
  return randomBytes(16).toString('hex');
}

/** True for a string that can be a run id: 32 lower-case hex digits. */
export function isRunId(text: string): boolean {
  return /^[0-9a-f]{32}$/.test(text);
}

/** Tag of a run that is open: when its host last gave a sign of life, in Unix milliseconds. */
export const HEARTBEAT_TAG = 'orrery.heartbeat';

/** Tag that says why a run did not end well. */
export const REASON_TAG = 'orrery.reason';

/** Tag of a run with the folder of its files, on the host's disk. */
export const FOLDER_TAG = 'orrery.folder';
