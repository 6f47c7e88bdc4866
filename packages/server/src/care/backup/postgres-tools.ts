import { execFile } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { OrreryError } from '@orrery/core';

/** Where Debian keeps a folder for each version. */
const DEBIAN = '/usr/lib/postgresql';

/**
 * Runs one of PostgreSQL's own programs.
 *
 * @throws OrreryError INVALID_STATE with what it said, or that it is missing
 */
export async function postgresTool(name: 'pg_dump' | 'pg_restore', args: string[]): Promise<void> {
  try {
    await promisify(execFile)(find(name), args, { maxBuffer: 2 ** 24 });
  } catch (error) {
    const { code, stderr, message } = error as { code?: string; stderr?: string; message: string };
    const why =
      code === 'ENOENT'
        ? 'it is not installed; Debian has it in postgresql-client'
        : (stderr || message).trim();
    throw new OrreryError('INVALID_STATE', `${name} failed: ${why}.`, { cause: error });
  }
}

/** The newest, which reads what older servers have. */
function find(name: string): string {
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN).sort((a, b) => Number(b) - Number(a)) : [];
  return (
    versions.map((version) => join(DEBIAN, version, 'bin', name)).find((path) => existsSync(path)) ?? name
  );
}
