import { OrreryError } from '@orrery/core';

const SQLITE_BUSY = 5;
const SQLITE_IOERR = 10;
const SQLITE_FULL = 13;

/** How long a write waits for a lock that another program holds, in milliseconds. */
export const LOCK_WAIT_MS = 20_000;

export function isBusy(error: unknown): boolean {
  return codeOf(error) === SQLITE_BUSY;
}

/** What kept SQLite from writing to `path`, told in our words; another error stays what it is. */
export function describeWriteError(error: unknown, path: string): unknown {
  const cause = { cause: error };
  switch (codeOf(error)) {
    case SQLITE_BUSY: {
      const message = `${path} stayed locked by another program for ${LOCK_WAIT_MS / 1000} s; nothing was written. Stop that program, or try again.`;
      return new OrreryError('TEMPORARILY_UNAVAILABLE', message, cause);
    }
    case SQLITE_FULL:
      return diskFull(path, error);
    case SQLITE_IOERR: {
      const message = `${path} cannot be written (${(error as Error).message}); nothing was written. Check the disk.`;
      return new OrreryError('INTERNAL_ERROR', message, cause);
    }
    default:
      return error;
  }
}

/** For one write more than may wait. */
export function tooMany(path: string): OrreryError {
  const message = `More writes wait for ${path} than it takes; this one was not done. Try again in a moment, over fewer connections.`;
  return new OrreryError('REQUEST_LIMIT_EXCEEDED', message);
}

function diskFull(path: string, cause: unknown): OrreryError {
  const message = `The disk of ${path} is full; nothing was written. Make room, e.g. with orrery gc, and try again.`;
  return new OrreryError('RESOURCE_EXHAUSTED', message, { cause });
}

/** The result code without its extension. */
function codeOf(error: unknown): number {
  return ((error as { errcode?: number }).errcode ?? 0) & 0xff;
}
