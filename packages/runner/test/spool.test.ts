import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { processId } from '../src/alive.ts';
import { Slots } from '../src/slots.ts';
import { replaySpool } from '../src/spool/replay.ts';
import { Spool, spoolsOf } from '../src/spool/spool.ts';

describe('Spool', () => {
  let store: string;
  beforeEach(() => {
    store = mkdtempSync(join(tmpdir(), 'orrery-spool-'));
  });
  afterEach(() => rmSync(store, { recursive: true }));

  it('gives back operations in order, but for a line that a crash cut short', async () => {
    const spool = new Spool(store, 'run');
    spool.append([{ kind: 'log', params: [{ key: 'naïve', value: '🚀\n' }] }]);
    spool.append([{ kind: 'update', status: 'FAILED' }]);
    appendFileSync(spool.file, '{"kind":"upd');
    const [again] = spoolsOf(store);
    assert.deepEqual(await Array.fromAsync(again?.read() ?? []), [
      { kind: 'log', params: [{ key: 'naïve', value: '🚀\n' }] },
      { kind: 'update', status: 'FAILED' },
    ]);
    again?.remove();
    assert.deepEqual(spoolsOf(store), []);
  });

  it('belongs to one living process', async () => {
    const spool = new Spool(store, 'run');
    assert.ok(spool.lock());
    assert.ok(spool.lock());
    const other = new Spool(store, 'run');
    assert.ok(!other.lock());
    spool.unlock();
    assert.ok(other.lock());
    other.unlock();
    const lock = join(store, 'locks', 'spool-run.lock');
    writeFileSync(lock, JSON.stringify(processId(1)));
    assert.ok(!spool.lock());
    spool.append([{ kind: 'update', status: 'FAILED' }]);
    assert.deepEqual(await replaySpool(store, 'http://127.0.0.1:9'), { replayed: 0, busy: 1, left: 0 });
    assert.ok(!spool.lock());
    for (const dead of [
      '{"pid": 999999999, "started": 1}',
      JSON.stringify({ ...processId(1), started: 7 }),
      '',
    ]) {
      writeFileSync(lock, dead);
      assert.ok(spool.lock(), dead);
      spool.unlock();
    }
  });
});

describe('Slots', () => {
  it('lets so many work at a time, in order, and goes on after a failure', async () => {
    const slots = new Slots(2);
    let atOnce = 0;
    let most = 0;
    const done: number[] = [];
    const work = (index: number) =>
      slots.use(async () => {
        most = Math.max(most, ++atOnce);
        await new Promise((resolve) => setImmediate(resolve));
        atOnce--;
        done.push(index);
        if (index === 1) throw new Error('failed');
      });
    const results = await Promise.allSettled([0, 1, 2, 3, 4].map(work));
    assert.equal(most, 2);
    assert.deepEqual(done, [0, 1, 2, 3, 4]);
    assert.equal(results.filter(({ status }) => status === 'rejected').length, 1);
  });

  it('lets run together what the machine has memory for, in order; what asks for more runs alone', async () => {
    const slots = new Slots(8, 100);
    const open = new Map<string, () => void>();
    const done: Promise<void>[] = [];
    const start = (name: string, memory: number) =>
      done.push(slots.use(() => new Promise<void>((resolve) => open.set(name, resolve)), memory));
    const end = async (name: string) => {
      open.get(name)?.();
      open.delete(name);
      await new Promise((resolve) => setImmediate(resolve));
    };
    for (const [name, memory] of Object.entries({ a: 60, b: 40, c: 500, d: 10, e: 0 })) start(name, memory);
    const running = () => [...open.keys()].join('');
    await end('');
    assert.equal(running(), 'ab');
    await end('a');
    assert.equal(running(), 'b', 'c waits for all of it, and nobody overtakes it');
    await end('b');
    assert.equal(running(), 'c');
    await end('c');
    assert.equal(running(), 'de', 'e has no limit and is not counted');
    await end('d');
    await end('e');
    await Promise.all(done);
  });
});
