import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

const SCHEMA = new URL('../packages/tracking/src/sql/schema/sqlite.sql', import.meta.url);
const RUNS = 16;

/**
 * What `node:sqlite` does alone, without a server: commits of so many rows of MLflow's table of metrics, each synced.
 *
 * @returns commits a second
 */
export function bareLoop(rows: number, seconds: number): number {
  const folder = mkdtempSync(join(tmpdir(), 'bare-bench-'));
  const db = new DatabaseSync(join(folder, 'mlflow.db'));
  try {
    db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON');
    db.exec(readFileSync(SCHEMA, 'utf8'));
    db.exec("INSERT INTO experiments (experiment_id, name) VALUES (1, 'bare')");
    const ids = Array.from({ length: RUNS }, () => crypto.randomUUID().replaceAll('-', ''));
    for (const id of ids) db.prepare('INSERT INTO runs (run_uuid, experiment_id) VALUES (?, 1)').run(id);
    const insert = db.prepare(
      'INSERT INTO metrics (key, value, timestamp, run_uuid, step, is_nan) VALUES (?, ?, ?, ?, ?, 0) ON CONFLICT DO NOTHING',
    );
    const keys = Math.min(rows, 10);
    const steps = rows / keys;
    settle();
    const started = performance.now();
    let commits = 0;
    for (; performance.now() - started < seconds * 1000; commits++) {
      const run = ids[commits % RUNS] as string;
      db.exec('BEGIN');
      for (let key = 0; key < keys; key++)
        for (let row = key; row < rows; row += keys)
          insert.run(`m${key}`, commits + row / 1000, commits, run, commits * steps + Math.floor(row / keys));
      db.exec('COMMIT');
    }
    return (commits / (performance.now() - started)) * 1000;
  } finally {
    db.close();
    rmSync(folder, { recursive: true });
  }
}

/** Waits until the disk has what others wrote, so that it is not in the time of whoever is measured next. */
export function settle(): void {
  execFileSync('sync');
}
