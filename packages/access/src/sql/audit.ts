import type { AccessDatabase } from './access-database.ts';

/** Who did what to what, from where, and how it ended. */
export interface AuditEvent {
  /** Unix milliseconds. */
  time: number;
  /** Null for somebody unknown. */
  username: string | null;
  /** e.g. `login`, `POST /api/3.0/mlflow/roles/create`. */
  action: string;
  /** What it was done to, as the request said; never a password or a token. */
  subject: string;
  /** The address of the peer. */
  address: string;
  outcome: 'done' | 'refused' | 'failed';
}

/** What happened to accounts and rights, and what was deleted. */
export class Audit {
  readonly #database: AccessDatabase;

  constructor(database: AccessDatabase) {
    this.#database = database;
  }

  add(event: AuditEvent): Promise<void> {
    return this.#database.note(async (session) => {
      await session.run(
        'INSERT INTO orrery_audit (time, username, action, subject, address, outcome) VALUES (?, ?, ?, ?, ?, ?)',
        [event.time, event.username, event.action, event.subject, event.address, event.outcome],
      );
    });
  }

  /** Deletes what is older, in Unix milliseconds. */
  async forget(before: number): Promise<void> {
    await this.#database.note(async (session) => {
      await session.run('DELETE FROM orrery_audit WHERE time < ?', [before]);
    });
  }

  /**
   * The newest first.
   *
   * @param before only what is older than the event of this id; null for the newest
   */
  list(most: number, before: number | null): Promise<(AuditEvent & { id: number })[]> {
    return this.#database.read((session) =>
      session.all(
        `SELECT id, time, username, action, subject, address, outcome FROM orrery_audit
         WHERE id < ? ORDER BY id DESC LIMIT ?`,
        [before ?? 2 ** 31 - 1, most],
      ),
    );
  }
}
