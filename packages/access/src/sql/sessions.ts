import { hashSecret, newSecret } from '../secrets.ts';
import type { User } from '../users.ts';
import type { AccessDatabase } from './access-database.ts';

/** A browser that has signed in. */
export interface WebSession {
  userId: number;
  username: string;
  /** The user's at sign-in: a new password ends all sessions. */
  passwordHash: string;
  /** Unix milliseconds. */
  expires: number;
}

interface SessionRow {
  user_id: number;
  username: string;
  password_hash: string;
  expires: number;
}

/** Sessions of the web app, by the secret in their cookies. */
export class Sessions {
  readonly #database: AccessDatabase;

  constructor(database: AccessDatabase) {
    this.#database = database;
  }

  /** Resolves to the secret; clears away what has expired. */
  create(user: User, lifeMs: number): Promise<string> {
    const secret = newSecret();
    const now = Date.now();
    return this.#database.write(async (session) => {
      await session.run('DELETE FROM orrery_sessions WHERE expires < ?', [now]);
      await session.run(
        `INSERT INTO orrery_sessions (hash, user_id, username, password_hash, created, expires)
         VALUES (?, ?, ?, ?, ?, ?)`,
        [hashSecret(secret), user.id, user.username, user.passwordHash, now, now + lifeMs],
      );
      return secret;
    });
  }

  find(secret: string): Promise<WebSession | null> {
    return this.#database.read(async (session) => {
      const row = await session.get<SessionRow>(
        'SELECT user_id, username, password_hash, expires FROM orrery_sessions WHERE hash = ?',
        [hashSecret(secret)],
      );
      if (!row) return null;
      const { user_id, username, password_hash, expires } = row;
      return { userId: user_id, username, passwordHash: password_hash, expires };
    });
  }

  end(secret: string): Promise<void> {
    return this.#database.write(async (session) => {
      await session.run('DELETE FROM orrery_sessions WHERE hash = ?', [hashSecret(secret)]);
    });
  }
}
