import { copyFileSync, existsSync, linkSync, renameSync, rmSync } from 'node:fs';
import { invalid, OrreryError } from '@orrery/core';
import { inSqliteFile, type Session, SqliteSession, type StoreUri, tableNames } from '@orrery/database';
import { TRACKING } from '../open.ts';
import { copyRows } from './copy.ts';
import { addFirstRows, schemaScript } from './create.ts';
import { unknownSchema } from './prepare.ts';
import { isNewest, type SchemaState, schemaState } from './state.ts';

export interface Upgrade {
  /** The alembic revision that the database had; null where it was the newest already. */
  from: string | null;
  /** Where what it was is kept: a file, or a schema of the same PostgreSQL database. */
  backup: string;
}

/**
 * Brings a database that an older MLflow made to the tables of MLflow 3.17: makes those anew, copies every row, and
 * keeps the old ones. Either all of it happens or nothing.
 *
 * @throws OrreryError where the database is in use, or of a schema that is unknown
 */
export async function upgradeDatabase(uri: StoreUri, now = new Date()): Promise<Upgrade> {
  const stamp = now.toISOString().replace(/\D/g, '').slice(0, 14);
  return uri.dialect === 'sqlite'
    ? upgradeSqlite(uri.path, stamp)
    : upgradePostgres(uri.url, uri.shown, stamp);
}

/** The new tables fill a new file, which takes the old one's place once it is whole. */
async function upgradeSqlite(path: string, stamp: string): Promise<Upgrade> {
  if (!existsSync(path)) throw invalid(`There is no database ${path} to upgrade.`);
  const fresh = `${path}.upgrading`;
  for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(fresh + suffix, { force: true });
  await takeAlone(path);
  let from: string | null = null;
  await inSqliteFile(path, TRACKING, async (old) => {
    from = revisionToUpgrade(await schemaState(old), path);
  });
  if (from === null) return { from, backup: '' };
  const made = new SqliteSession(fresh, 5000);
  try {
    made.exec('PRAGMA foreign_keys = OFF');
    await made.run('ATTACH DATABASE ? AS old', [path]);
    made.exec('BEGIN EXCLUSIVE');
    for (const part of schemaScript('sqlite')) await made.script(part);
    await addFirstRows(made);
    await copyRows(made, 'old', 'main');
    made.exec('COMMIT');
  } finally {
    made.close();
  }
  const backup = `${path}.${from}-${stamp}.backup`;
  keepAs(path, backup);
  renameSync(fresh, path);
  return { from, backup };
}

/** Gives a file a second name, or copies it where the file system has no links: at no moment is it away. */
function keepAs(path: string, backup: string): void {
  try {
    linkSync(path, backup);
  } catch {
    copyFileSync(path, backup);
  }
}

/** Leaves WAL mode, which only the one who uses a file alone can do; all of it is in the one file then. */
async function takeAlone(path: string): Promise<void> {
  const session = new SqliteSession(path, 1000);
  try {
    const row = await session.get<{ journal_mode: string }>('PRAGMA journal_mode = DELETE');
    if (row?.journal_mode === 'delete') return;
  } catch {
    // Told below, as for the mode that did not change.
  } finally {
    session.close();
  }
  throw new OrreryError(
    'INVALID_STATE',
    `${path} is in use: stop the server that has it open, then upgrade.`,
  );
}

/** The old tables move into a schema of their own, the new ones take their place. */
async function upgradePostgres(url: string, shown: string, stamp: string): Promise<Upgrade> {
  const { PostgresDatabase } = await import('@orrery/database/postgres');
  const database = new PostgresDatabase(url, TRACKING);
  try {
    return await database.write(async (session) => {
      const from = revisionToUpgrade(await schemaState(session), shown);
      if (from === null) return { from, backup: '' };
      const backup = `orrery_backup_${from}_${stamp}`;
      const current =
        (await session.get<{ name: string }>('SELECT current_schema() AS name'))?.name ?? 'public';
      await session.run(`CREATE SCHEMA ${backup}`);
      for (const table of await mlflowTables(session))
        await session.run(`ALTER TABLE "${table}" SET SCHEMA ${backup}`);
      await session.run('DROP FUNCTION IF EXISTS prevent_secrets_aad_mutation() CASCADE');
      const [tables, rest] = schemaScript('postgres');
      await session.script(tables);
      await addFirstRows(session);
      await copyRows(session, backup, current);
      await session.script(rest);
      await session.get(
        "SELECT setval('experiments_experiment_id_seq', GREATEST((SELECT max(experiment_id) FROM experiments), 1))",
      );
      return { from, backup };
    });
  } finally {
    await database.close();
  }
}

/** Tables that are MLflow's; others may live beside them. */
async function mlflowTables(session: Session): Promise<string[]> {
  const [script] = schemaScript('postgres');
  const known = new Set([...script.matchAll(/^CREATE TABLE (\w+)/gm)].map(([, name]) => name as string));
  return [...(await tableNames(session))].filter((name) => known.has(name));
}

function revisionToUpgrade(state: SchemaState, name: string): string | null {
  if (state.kind === 'empty') throw invalid(`The database ${name} is empty: \`orrery up\` makes its tables.`);
  if (state.kind === 'unknown') throw unknownSchema(name, state.revision);
  return isNewest(state) ? null : state.revision;
}
