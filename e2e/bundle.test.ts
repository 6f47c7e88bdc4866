import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Orrery } from './orrery.ts';
import { WHOLE } from './whole.ts';

const CLI = fileURLToPath(new URL('../packages/cli', import.meta.url));

describe('the bundle', () => {
  let orrery: Orrery;
  before(async () => {
    orrery = await Orrery.make();
    const folder = join(orrery.folder, 'bundle');
    execFileSync('npm', ['run', '--silent', 'bundle', '--', '--dir', folder], { cwd: CLI, stdio: 'pipe' });
    orrery.command = [process.execPath, join(folder, 'main.cjs')];
    await orrery.run('catalog', 'link', orrery.fixture('catalog'));
    // It is up once each door answers, gRPC's with Optuna's messages too.
    await orrery.up();
  });
  after(() => orrery.remove());

  for (const [what, holds] of Object.entries(WHOLE)) it(what, () => holds(orrery));
});
