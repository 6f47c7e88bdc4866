import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Orrery } from '../orrery.ts';
import { Door, Refused } from './door.ts';
import { Program } from './program.ts';

const API = '/api/2.0/mlflow';
const LOCK = `
import sqlite3, sys
database = sqlite3.connect(sys.argv[1], isolation_level=None)
database.execute("BEGIN " + sys.argv[2])
print("locked", flush=True)
sys.stdin.read()
database.execute("COMMIT")
`;
/** Orrery waits so long for a lock, in milliseconds. */
const LIMIT_MS = 20_000;

describe('a database that another program has locked', () => {
  let orrery: Orrery;
  let program: Program;
  let door: Door;
  let run: string;
  before(async () => {
    orrery = await Orrery.make();
    program = await Program.start(orrery);
    door = new Door(orrery.url);
    run = (await door.post(`${API}/runs/create`, { experiment_id: '0' })).run.info.run_id;
  });
  after(async () => {
    door.close();
    await program.kill('SIGTERM');
    await orrery.remove();
  });

  async function lock(how: 'IMMEDIATE' | 'EXCLUSIVE'): Promise<ChildProcess> {
    const file = join(orrery.store, 'mlflow.db');
    const child = spawn('python3', ['-c', LOCK, file, how], { stdio: ['pipe', 'pipe', 'inherit'] });
    await once(child.stdout, 'data');
    return child;
  }
  async function unlock(child: ChildProcess): Promise<void> {
    child.stdin?.end();
    await once(child, 'exit');
  }
  /** Over a connection of its own; resolves to the status. */
  async function log(step: number): Promise<{ status: number; text: string }> {
    const own = new Door(orrery.url);
    try {
      const metric = { run_id: run, key: 'loss', value: step, timestamp: step, step };
      return { status: 200, text: JSON.stringify(await own.post(`${API}/runs/log-metric`, metric)) };
    } catch (error) {
      if (error instanceof Refused) return { status: error.status, text: error.message };
      throw error;
    } finally {
      own.close();
    }
  }
  const steps = async () => {
    const db = new DatabaseSync(join(orrery.store, 'mlflow.db'), { readOnly: true });
    try {
      return db
        .prepare('SELECT step FROM metrics ORDER BY step')
        .all()
        .map(({ step }) => step);
    } finally {
      db.close();
    }
  };

  for (const how of ['IMMEDIATE', 'EXCLUSIVE'] as const) {
    it(`takes writes once it is free, and is read meanwhile: ${how}`, async () => {
      const first = how === 'IMMEDIATE' ? 0 : 10;
      const locker = await lock(how);
      let answered = 0;
      const writes = Array.from({ length: 10 }, async (_, index) => {
        const answer = await log(first + index);
        answered++;
        return answer;
      });
      for (let reads = 0; reads < 20; reads++) {
        await door.send('GET', `${API}/runs/get?run_id=${run}`);
        await sleep(100);
      }
      assert.equal(answered, 0);
      await unlock(locker);
      for (const { status, text } of await Promise.all(writes)) assert.equal(status, 200, text);
      assert.deepEqual(
        await steps(),
        Array.from({ length: first + 10 }, (_, step) => step),
      );
    });
  }

  it('refuses those that waited too long, and only those; each is applied once or not at all', async () => {
    const locker = await lock('IMMEDIATE');
    const early = Array.from({ length: 10 }, (_, index) => log(100 + index));
    await sleep(LIMIT_MS / 2);
    const late = Array.from({ length: 10 }, (_, index) => log(200 + index));
    for (const { status, text } of await Promise.all(early)) {
      assert.equal(status, 503);
      const { error_code, message } = JSON.parse(text);
      assert.equal(error_code, 'TEMPORARILY_UNAVAILABLE');
      assert.match(message, /mlflow\.db stayed locked by another program for 20 s; nothing was written/);
    }
    await unlock(locker);
    for (const { status, text } of await Promise.all(late)) assert.equal(status, 200, text);
    assert.deepEqual(
      (await steps()).filter((step) => Number(step) >= 100),
      Array.from({ length: 10 }, (_, index) => 200 + index),
    );
  });
});
