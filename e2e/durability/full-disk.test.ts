import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { globSync, mkdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Orrery } from '../orrery.ts';
import { Clients } from './clients.ts';
import { Door, type Refused } from './door.ts';
import { Program } from './program.ts';
import { until, writeUntil } from './writes.ts';

const isRoot = process.getuid?.() === 0;

describe('a full disk', { skip: isRoot ? false : 'only root mounts a small disk' }, () => {
  it('is told as 507, is read from, and is written to again once there is room', async () => {
    const orrery = await Orrery.make();
    mkdirSync(orrery.store);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=48m', 'orrery', orrery.store]);
    const ballast = join(orrery.store, 'ballast');
    let program: Program | undefined;
    try {
      program = await Program.start(orrery);
      const clients = await Clients.make(orrery);
      const door = new Door(orrery.url);
      const refused: Refused[] = [];
      const fillAndFree = async () => {
        for (let times = 0; times < 3; times++) {
          fill(ballast, orrery.store);
          const known = refused.length;
          await until(() => refused.length > known + 50);
          await door.send('GET', '/api/2.0/mlflow/experiments/get?experiment_id=1');
          await door.post('/api/2.0/mlflow/runs/search', { experiment_ids: ['1'] });
          rmSync(ballast);
          const before = clients.all.map(({ acknowledged }) => acknowledged);
          await until(() =>
            clients.all.every((client, index) => client.acknowledged > Number(before[index])),
          );
        }
      };
      await writeUntil(clients.all, fillAndFree(), async (answer) => {
        refused.push(answer);
        await sleep(10);
      });
      for (const { status, message } of refused) {
        assert.equal(status, 507, message);
        assert.match(message, /disk .*is full.*Make room/);
      }
      assert.ok(refused.some(({ message }) => message.includes('mlflow.db')));
      assert.ok(refused.some(({ message }) => message.includes('artifacts/client')));
      assert.deepEqual(globSync('artifacts/**/.orrery-*.part', { cwd: orrery.store }), []);
      await program.kill();
      assert.deepEqual(clients.problems(), []);
      door.close();
      clients.close();
    } finally {
      await program?.kill();
      execFileSync('umount', ['-l', orrery.store]);
      await orrery.remove();
    }
  });
});

/** Leaves no room but what files have already. */
function fill(file: string, folder: string): void {
  const { bavail, bsize } = statfsSync(folder);
  try {
    writeFileSync(file, Buffer.alloc(bavail * bsize));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
  }
}
