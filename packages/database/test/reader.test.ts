import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { SqliteSession } from '@orrery/database';
import { SqliteReader } from '../src/sqlite/reader.ts';

/** Counts up to a number, which takes SQLite a while. */
const COUNT = `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
  SELECT count(*) AS many, 9007199254740993 AS large, 'ü' AS text, NULL AS none FROM n`;
const LONG = 200_000;

describe('reads of an SQLite file', () => {
  let folder: string;
  let file: string;
  let reader: SqliteReader;
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'orrery-reader-'));
    file = join(folder, 'test.db');
    const session = new SqliteSession(file);
    session.exec('PRAGMA journal_mode = WAL');
    await session.script('CREATE TABLE t (x INTEGER)');
    session.close();
    reader = new SqliteReader(file, true);
  });
  after(async () => {
    await reader.close();
    rmSync(folder, { recursive: true });
  });

  /** Whether a timer of no time fires before a statement is read. */
  async function leavesTheLoop(
    sql: string,
    params: unknown[],
    ask: typeof reader.all = (...asked) => reader.all(...asked),
  ): Promise<boolean> {
    let read = false;
    const reading = ask(sql, params).then(() => {
      read = true;
    });
    const fired = new Promise<boolean>((resolve) => setTimeout(() => resolve(!read), 0));
    await reading;
    return fired;
  }

  it('that took long are left to a thread, with the same rows', async () => {
    const here = await reader.all(COUNT, [LONG]);
    assert.equal(await leavesTheLoop(COUNT, [LONG]), true);
    assert.deepEqual(await reader.all(COUNT, [LONG]), here);
    assert.deepEqual(here, [{ many: LONG, large: 9007199254740993n, text: 'ü', none: null }]);
  });

  it('have both threads before the first of them where they are expected', async () => {
    const threads = () =>
      readdirSync('/proc/self/task').filter(
        (task) => readFileSync(`/proc/self/task/${task}/comm`, 'utf8').trim() === 'WorkerThread',
      ).length;
    const before = threads();
    const expecting = new SqliteReader(file, true);
    try {
      expecting.startThreads();
      while (threads() < before + Math.min(2, availableParallelism())) await sleep(5);
      const rows = await expecting.getEach('SELECT ? AS x', [[1], [2], [3]]);
      assert.deepEqual(rows, [{ x: 1 }, { x: 2 }, { x: 3 }]);
    } finally {
      await expecting.close();
    }
  });

  it('are left to a thread the first time where the file is large, but for those of one row', async () => {
    const session = new SqliteSession(file);
    await session.script('CREATE TABLE large (x BLOB); INSERT INTO large VALUES (randomblob(9000000))');
    assert.equal(await leavesTheLoop(`${COUNT} WHERE 1`, [LONG]), true);
    const one: typeof reader.all = async (sql, params) => [await reader.get(sql, params)] as never;
    assert.equal(await leavesTheLoop(`${COUNT} WHERE 2`, [LONG], one), false);
    await session.script('DROP TABLE large; VACUUM');
    session.close();
    assert.equal(await leavesTheLoop(`${COUNT} WHERE 3`, [LONG]), false);
  });

  for (const [cores, quickest] of [
    [2, 'long'],
    [4, 'short'],
  ] as const) {
    it(`that take long leave a core to others, of ${cores}, and wait for who keeps them from reading`, async () => {
      const some = new SqliteReader(file, true, cores);
      const read = async (name: string, count: number) => {
        await some.all(COUNT, [count]);
        return name;
      };
      await read('known to be long', LONG);
      assert.equal(await Promise.race([read('long', 10 * LONG), read('short', LONG)]), quickest);
      const goOn = await some.threadTurn.takeAll();
      const held = read('held', LONG);
      assert.equal(await Promise.race([held, sleep(100, 'waits')]), 'waits');
      goOn();
      await held;
      await some.close();
    });
  }

  it('come back from the thread once they are quick again', async () => {
    await reader.all(COUNT, [LONG]);
    await reader.all(COUNT, [1]);
    assert.equal(await leavesTheLoop(COUNT, [1]), false);
  });

  it('fail in the thread as they do outside', async () => {
    const sql = `${COUNT} WHERE json(?) IS NOT NULL`;
    await reader.all(sql, [LONG, '[]']);
    assert.equal(await leavesTheLoop(sql, [LONG, '[]']), true);
    await assert.rejects(reader.all(sql, [LONG, '[']), /malformed JSON/);
    await reader.all(COUNT, [LONG]);
    await assert.rejects(reader.all(COUNT, [LONG, 2, 3]), /column index out of range/);
    assert.equal((await reader.all<{ many: number }>(COUNT, [LONG]))[0]?.many, LONG);
  });

  it('see what was committed before them, in the thread as well', async () => {
    const sql = `SELECT x, (SELECT many FROM (${COUNT})) AS many FROM t`;
    assert.deepEqual(await reader.all(sql, [LONG]), []);
    const writer = new SqliteSession(file);
    await writer.run('INSERT INTO t VALUES (7)');
    writer.close();
    assert.deepEqual(await reader.all(sql, [LONG]), [{ x: 7, many: LONG }]);
    assert.deepEqual(await reader.all(sql, [LONG]), [{ x: 7, many: LONG }]);
  });

  it('of many parameters answer with the first row of each, in their order, with and without threads', async () => {
    const session = new SqliteSession(file);
    const sql = 'SELECT ? AS x, 9007199254740993 AS large WHERE ? > 0';
    const params = Array.from({ length: 7 }, (_, i) => [i, i % 3]);
    const expected = params.map(([x, passes]) => passes && { x, large: 9007199254740993n });
    for (const some of [session, reader]) {
      assert.deepEqual(
        (await some.getEach(sql, params)).map((row) => row ?? 0),
        expected,
      );
      assert.deepEqual(await some.getEach(sql, []), []);
      await assert.rejects(
        some.getEach(sql, [
          [1, 1],
          [1, 2, 3],
        ]),
        /column index out of range/,
      );
    }
    session.close();
  });
});
