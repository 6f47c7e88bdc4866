import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { type PostgresServer, startPostgres } from '../../../scripts/postgres.ts';
import type { Database, DatabaseRole, Session } from '../src/index.ts';
import { PostgresDatabase } from '../src/postgres/database.ts';
import { SqliteDatabase } from '../src/sqlite/database.ts';

const ROLE: DatabaseRole = { name: 'test database', flag: '--test' };
const databases = { sqlite: '', postgres: '' };
let folder: string;
let postgres: PostgresServer;
before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'orrery-write-first-'));
  databases.sqlite = join(folder, 'test.db');
  postgres = await startPostgres();
  databases.postgres = postgres.database();
});
after(() => {
  postgres.stop();
  rmSync(folder, { recursive: true });
});

for (const dialect of ['sqlite', 'postgres'] as const) {
  describe(`a first write on ${dialect}`, () => {
    let database: Database;
    let other: Database;
    const open = () =>
      dialect === 'sqlite'
        ? new SqliteDatabase(databases.sqlite)
        : new PostgresDatabase(databases.postgres, ROLE);
    const add = (x: number) => (session: Session) => session.run('INSERT INTO t VALUES (?)', [x]);
    const seenBy = (database: Database) =>
      database.read(async (session) =>
        (await session.all<{ x: number }>('SELECT x FROM t ORDER BY x')).map(({ x }) => x),
      );
    before(async () => {
      database = open();
      other = open();
      await database.write((session) => session.script('CREATE TABLE t (x INTEGER PRIMARY KEY)'));
    });
    after(() => Promise.all([database.close(), other.close()]));

    it('is seen by others once it resolves, whether a write follows or not', async () => {
      await database.writeFirst(add(1));
      assert.deepEqual(await seenBy(other), [1]);
      await Promise.all([database.writeFirst(add(2)), database.write(add(3)), database.writeFirst(add(4))]);
      assert.deepEqual(await seenBy(other), [1, 2, 3, 4]);
    });

    it('fails alone', async () => {
      const [first, second] = await Promise.allSettled([database.writeFirst(add(1)), database.write(add(5))]);
      assert.deepEqual([first.status, second.status], ['rejected', 'fulfilled']);
      assert.deepEqual(await seenBy(other), [1, 2, 3, 4, 5]);
    });

    it('loses none of those that came with one that fails, wherever it stands among them', async () => {
      const settled = await Promise.allSettled([1, 6, 1, 7, 1].map((x) => database.write(add(x))));
      const isDone = settled.map(({ status }) => status === 'fulfilled');
      assert.deepEqual(isDone, [false, true, false, true, false]);
      assert.deepEqual(await seenBy(other), [1, 2, 3, 4, 5, 6, 7]);
    });

    it('leaves nothing of one that failed half way', async () => {
      const half = async (session: Session) => {
        await add(8)(session);
        return add(1)(session);
      };
      const settled = await Promise.allSettled(
        [add(9), half, add(10), half].map((work) => database.write(work)),
      );
      const isDone = settled.map(({ status }) => status === 'fulfilled');
      assert.deepEqual(isDone, [true, false, true, false]);
      assert.deepEqual(await seenBy(other), [1, 2, 3, 4, 5, 6, 7, 9, 10]);
    });
  });
}

it('is the only one that PostgreSQL does not sync', async () => {
  const database = new PostgresDatabase(databases.postgres, ROLE);
  const setting = async (session: Session) =>
    (await session.get<{ synchronous_commit: string }>('SHOW synchronous_commit'))?.synchronous_commit;
  assert.equal(await database.writeFirst(setting), 'off');
  assert.equal(await database.write(setting), 'on');
  await database.close();
});
