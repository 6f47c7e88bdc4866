import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it } from 'node:test';
import { fileURLToPath } from 'node:url';

const TAKE = `
import { LockFile } from ${JSON.stringify(fileURLToPath(new URL('../src/lock-file.ts', import.meta.url)))};
const taken = LockFile.in(process.argv[1], 'one').take();
console.log(taken ? 'taken' : 'not');
setTimeout(() => {}, taken ? 3000 : 0);
`;

it('a lock that a dead process left is taken by exactly one of many that try at once', async () => {
  const store = mkdtempSync(join(tmpdir(), 'orrery-lock-'));
  const lock = join(store, 'locks', 'one.lock');
  const { LockFile } = await import('../src/lock-file.ts');
  const first = LockFile.in(store, 'one');
  assert.ok(first.take());
  writeFileSync(lock, '{"pid": 999999999, "started": 1}');
  const said = await Promise.all(
    Array.from(
      { length: 6 },
      () =>
        new Promise<string>((resolve) => {
          const child = spawn(process.execPath, ['--input-type=module', '--eval', TAKE, store]);
          child.stdout.once('data', (data) => resolve(String(data).trim()));
        }),
    ),
  );
  assert.deepEqual(said.sort(), ['not', 'not', 'not', 'not', 'not', 'taken']);
  rmSync(store, { recursive: true });
});
