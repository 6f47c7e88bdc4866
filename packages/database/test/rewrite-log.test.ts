import assert from 'node:assert/strict';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { rewriteLog } from '../src/sqlite/rewrite-log.ts';
import { SqliteSession } from '../src/sqlite/session.ts';

const FRAME_BYTES = 4096 + 24;

describe('a log that is written over itself', () => {
  let folder: string;
  let log: string;
  let session: SqliteSession;
  let frames = 0;
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'orrery-rewrite-'));
    session = new SqliteSession(join(folder, 'test.db'));
    session.exec('PRAGMA journal_mode = WAL');
    await session.script('CREATE TABLE t (x); INSERT INTO t VALUES (randomblob(20000))');
    frames = (await session.get<{ log: number }>('PRAGMA wal_checkpoint(NOOP)'))?.log ?? 0;
    log = join(folder, 'test.db-wal');
  });
  after(() => {
    session.close();
    rmSync(folder, { recursive: true });
  });

  it('is the same as before', async () => {
    assert.ok(frames > 5);
    const bytes = readFileSync(log);
    await rewriteLog(log, frames);
    assert.deepEqual(readFileSync(log), bytes);
  });

  it('says where the system has lost what was written', async () => {
    await assert.rejects(rewriteLog(log, frames + 1), /is shorter than it was/);
    const file = openSync(log, 'r+');
    writeSync(file, 'lost', 32 + 3 * FRAME_BYTES + 1000);
    closeSync(file);
    await rewriteLog(log, 3);
    await assert.rejects(rewriteLog(log, frames), new RegExp(`frame 4 of ${frames} is lost; restart`));
  });
});
