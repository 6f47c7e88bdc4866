import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { parseStoreUri } from '@orrery/database';
import { openStudyStore, type StudyStore } from '../src/index.ts';

/** A path for a database that is removed after the test. */
export function temporaryDatabase(): string {
  const folder = mkdtempSync(join(tmpdir(), 'orrery-sweeps-'));
  after(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'optuna.db');
}

/** A store in an SQLite file; the caller closes it. */
export function openStore(path: string = temporaryDatabase()): Promise<StudyStore> {
  return openStudyStore(parseStoreUri(`sqlite:///${path}`));
}
