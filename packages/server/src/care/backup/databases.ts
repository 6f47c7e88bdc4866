import { createReadStream, createWriteStream, existsSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { pipeline } from 'node:stream/promises';
import { OrreryError } from '@orrery/core';
import { openPrepared, tableNames } from '@orrery/database';
import type { SavedDatabase } from './format.ts';
import type { Objects } from './objects.ts';
import type { KeptDatabase } from './places.ts';
import { postgresTool } from './postgres-tools.ts';

/**
 * Keeps a database as it is at one moment, while others write to it.
 *
 * @param scratch a folder for the copy on its way
 */
export async function saveDatabase(
  { names, uri }: KeptDatabase,
  objects: Objects,
  scratch: string,
): Promise<SavedDatabase> {
  const copy = join(scratch, names.join('-'));
  if (uri.dialect === 'postgres') await postgresTool('pg_dump', ['--format=custom', '--file', copy, uri.url]);
  else copySqlite(uri.path, copy);
  const { size } = statSync(copy);
  const { sha256 } = await objects.put(async () => createReadStream(copy), size);
  return { names, dialect: uri.dialect, size, sha256 };
}

/** One read transaction sees all of it, however long it takes and whatever is committed meanwhile. */
function copySqlite(path: string, copy: string): void {
  const source = new DatabaseSync(path, { readOnly: true, timeout: 20_000 });
  source.prepare('VACUUM INTO ?').run(copy);
  source.close();
  const made = new DatabaseSync(copy);
  const [problem] = made.prepare('PRAGMA quick_check(1)').all();
  made.close();
  if (problem?.quick_check !== 'ok')
    throw new OrreryError('INVALID_STATE', `${path} is damaged: ${problem?.quick_check}.`);
}

/** @throws OrreryError RESOURCE_ALREADY_EXISTS where something is there already */
export async function refuseTaken({ names, uri }: KeptDatabase): Promise<void> {
  const message = `${uri.shown} is there already, and is never overwritten: move it away, or restore to another place.`;
  const taken = new OrreryError('RESOURCE_ALREADY_EXISTS', message);
  if (uri.dialect === 'sqlite') {
    if (existsSync(uri.path)) throw taken;
    return;
  }
  const role = { name: `${names.join(' and ')} database`, flag: '--backend-store-uri' };
  const database = await openPrepared(uri, role, async (session) => {
    if ((await tableNames(session)).size > 0) throw taken;
  });
  await database.close();
}

export async function restoreDatabase(
  { sha256 }: SavedDatabase,
  { uri }: KeptDatabase,
  objects: Objects,
  scratch: string,
): Promise<void> {
  const copy = uri.dialect === 'postgres' ? join(scratch, sha256) : `${uri.path}.restoring`;
  mkdirSync(dirname(copy), { recursive: true });
  await pipeline(await objects.read(sha256), createWriteStream(copy, { flush: true }));
  if (uri.dialect === 'sqlite') return renameSync(copy, uri.path);
  await postgresTool('pg_restore', [
    '--no-owner',
    '--exit-on-error',
    '--single-transaction',
    '--dbname',
    uri.url,
    copy,
  ]);
}
