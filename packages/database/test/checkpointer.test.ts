import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import type { SqliteDatabase } from '../src/sqlite/database.ts';
import { SqliteSession } from '../src/sqlite/session.ts';

const MB = 1024 * 1024;
const LIMIT = 2 * MB;
/** A group of writes may go beyond it. */
const GROUP = LIMIT / 8;
const WRITTEN = 24 * MB;
const ROW = 4096;
/** Reads the table slowly. */
const LONG = `SELECT count(*) AS many, (SELECT max(id) FROM t) AS last FROM
  (WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300000) SELECT i FROM n)`;

describe('the log of an SQLite database', () => {
  let folder: string;
  let file: string;
  let database: SqliteDatabase;
  let longest = 0;
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'orrery-log-'));
    file = join(folder, 'test.db');
    process.env.ORRERY_LOG_LIMIT = String(LIMIT / MB);
    const { SqliteDatabase } = await import('../src/sqlite/database.ts');
    database = new SqliteDatabase(file, true);
    await database.write((session) =>
      session.script('CREATE TABLE t (id INTEGER PRIMARY KEY, content BLOB)'),
    );
  });
  after(async () => {
    await database.close();
    rmSync(folder, { recursive: true });
  });

  const size = () => statSync(`${file}-wal`).size;
  const write = () =>
    database.write((session) => session.run('INSERT INTO t (content) VALUES (randomblob(?))', [ROW]));
  /** Four at a time; keeps the longest that the log gets. */
  async function writeAll(): Promise<void> {
    longest = 0;
    for (let written = 0; written < WRITTEN; written += 4 * ROW) {
      await Promise.all([write(), write(), write(), write()]);
      longest = Math.max(longest, size());
    }
  }
  /** What is left of the log is copied, and its file is short. */
  async function isCut(): Promise<void> {
    const other = new SqliteSession(file);
    const left = async () => {
      const found = await other.get<{ log: number; checkpointed: number }>('PRAGMA wal_checkpoint(NOOP)');
      return (found?.log ?? 0) - (found?.checkpointed ?? 0);
    };
    while (size() > 1.02 * LIMIT || (await left()) > 0) await sleep(50);
    other.close();
  }

  it('stays under its limit under constant load, and is cut when that ends', async () => {
    await writeAll();
    assert.ok(longest < LIMIT + GROUP, `${longest} bytes`);
    await isCut();
  });

  it('is written over from its beginning after a while without writes, so that its file does not grow', async () => {
    for (let bytes = 0; bytes < LIMIT / 16; bytes += ROW) await write();
    await isCut();
    const kept = size();
    assert.ok(kept > 0);
    for (let bytes = 0; bytes < LIMIT / 32; bytes += ROW) await write();
    assert.equal(size(), kept);
  });

  it('begins anew while long reads follow each other', async (test) => {
    let writing = true;
    let reads = 0;
    const read = async () => {
      for (; writing; reads++) await database.read((session) => session.all(LONG));
    };
    const reading = Promise.all([read(), read(), read()]);
    await writeAll();
    writing = false;
    await reading;
    test.diagnostic(`${reads} reads, at most ${longest} bytes`);
    assert.ok(reads > 3);
    assert.ok(longest < WRITTEN / 2, `${longest} bytes`);
    await isCut();
  });

  it('grows while another program reads on and on, which stops no write, and is cut afterwards', async () => {
    const other = new SqliteSession(file);
    other.exec('BEGIN');
    await other.all('SELECT count(*) FROM t');
    await writeAll();
    assert.ok(longest > WRITTEN, `${longest} bytes`);
    other.exec('COMMIT');
    other.close();
    await isCut();
  });
});
