import { accessSync, constants, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { OrreryError } from '@orrery/core';

/**
 * Makes a folder where it is missing.
 *
 * @throws OrreryError that says why it cannot be written to
 */
export function ensureWritable(folder: string): void {
  try {
    makeFolder(folder);
    accessSync(folder, constants.W_OK | constants.X_OK);
  } catch (error) {
    const message = `Cannot write to ${folder} (${(error as NodeJS.ErrnoException).code}). Make it writable, or set ORRERY_STORE to another folder.`;
    throw new OrreryError('INVALID_STATE', message, { cause: error });
  }
}

/** `mkdirSync(…, { recursive: true })`, which never returns where the system takes no folder (in /proc). */
function makeFolder(folder: string): void {
  try {
    mkdirSync(folder);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return;
    if (code !== 'ENOENT' || dirname(folder) === folder) throw error;
    makeFolder(dirname(folder));
    mkdirSync(folder);
  }
}
