import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';

/** A path for a database that is removed after the test. */
export function temporaryDatabase(): string {
  const folder = mkdtempSync(join(tmpdir(), 'orrery-sweeps-'));
  after(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'optuna.db');
}
