import type { Database } from '@orrery/database';

const POLL_MS = 500;

/** Calls back after other programs have committed to an SQLite file, as far as it can be seen that they did. */
export function watchForeignChanges(database: Database, onChange: () => void): () => void {
  let before = database.foreignChanges();
  if (before === null) return () => {};
  const timer = setInterval(() => {
    const now = database.foreignChanges();
    if (now !== before) onChange();
    before = now;
  }, POLL_MS);
  return () => clearInterval(timer);
}
