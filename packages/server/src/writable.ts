import { accessSync, constants } from 'node:fs';
import { OrreryError } from '@orrery/core';
import { makeFolder } from '@orrery/database/folder';

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
