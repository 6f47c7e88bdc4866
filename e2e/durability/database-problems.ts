import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** What SQLite's own checks find in the databases of a store that no server has open. */
export function databaseProblems(store: string): string[] {
  return ['mlflow.db', 'optuna.db'].flatMap((name) => {
    const db = new DatabaseSync(join(store, name));
    try {
      const integrity = db.prepare('PRAGMA integrity_check').all() as { integrity_check: string }[];
      const found = integrity.map(({ integrity_check }) => integrity_check).filter((text) => text !== 'ok');
      const foreign = db.prepare('PRAGMA foreign_key_check').all();
      return [...found, ...foreign.map((row) => JSON.stringify(row))].map((text) => `${name}: ${text}`);
    } finally {
      db.close();
    }
  });
}

/** The column `found` of what a query gives, as text. */
export function foundIn(db: DatabaseSync, query: string): Set<string> {
  return new Set(
    db
      .prepare(query)
      .all()
      .map(({ found }) => String(found)),
  );
}
