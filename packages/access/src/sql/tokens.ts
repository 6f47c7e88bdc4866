import { randomBytes } from 'node:crypto';
import { OrreryError } from '@orrery/core';
import type { TokenScope } from '../caller.ts';
import type { Permission } from '../permissions.ts';
import { hashSecret, newSecret } from '../secrets.ts';
import type { User } from '../users.ts';
import type { AccessDatabase } from './access-database.ts';

/** A token as it is listed: its secret is told once, when it is made. */
export interface Token {
  id: string;
  userId: number;
  username: string;
  name: string;
  scope: TokenScope;
  /** The run that it is of; null for a token of its user. */
  runId: string | null;
  /** Unix milliseconds, as the others. */
  created: number;
  /** Null for one that lasts until it is revoked. */
  expires: number | null;
  lastUsed: number | null;
}

export type NewToken = Pick<Token, 'name' | 'scope' | 'runId' | 'expires'>;

interface TokenRow {
  id: string;
  user_id: number;
  username: string;
  name: string;
  experiments: string | null;
  permission: Permission;
  run_id: string | null;
  created: number;
  expires: number | null;
  last_used: number | null;
}

const COLUMNS = 'id, user_id, username, name, experiments, permission, run_id, created, expires, last_used';

/** Tokens with which programs show who they are; only hashes of them are kept. */
export class Tokens {
  readonly #database: AccessDatabase;

  constructor(database: AccessDatabase) {
    this.#database = database;
  }

  /** Resolves to the secret, too, which nothing tells again. */
  create(
    { id, username }: Pick<User, 'id' | 'username'>,
    made: NewToken,
  ): Promise<{ secret: string; token: Token }> {
    const secret = newSecret();
    const { experiments, permission } = made.scope;
    const token = {
      id: randomBytes(8).toString('hex'),
      userId: id,
      username,
      created: Date.now(),
      lastUsed: null,
    };
    return this.#database.write(async (session) => {
      await session.run('DELETE FROM orrery_tokens WHERE expires < ?', [token.created]);
      await session.run(
        `INSERT INTO orrery_tokens (id, hash, user_id, username, name, experiments, permission, run_id, created, expires)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        [
          token.id,
          hashSecret(secret),
          id,
          username,
          made.name,
          experiments && JSON.stringify(experiments),
          permission,
          made.runId,
          token.created,
          made.expires,
        ],
      );
      return { secret, token: { ...token, ...made } };
    });
  }

  find(secret: string): Promise<Token | null> {
    return this.#database.read(async (session) => {
      const row = await session.get<TokenRow>(`SELECT ${COLUMNS} FROM orrery_tokens WHERE hash = ?`, [
        hashSecret(secret),
      ]);
      return row ? tokenOf(row) : null;
    });
  }

  /** Those of one user, or of all; those of runs only come and go. */
  list(userId: number | null): Promise<Token[]> {
    return this.#database.read(async (session) => {
      const [where, params] = userId === null ? ['', []] : ['AND user_id = ?', [userId]];
      const rows = await session.all<TokenRow>(
        `SELECT ${COLUMNS} FROM orrery_tokens WHERE run_id IS NULL ${where} ORDER BY created, id`,
        params,
      );
      return rows.map(tokenOf);
    });
  }

  /** @param userId whose it has to be; anybody's when null */
  revoke(id: string, userId: number | null): Promise<void> {
    return this.#database.write(async (session) => {
      const gone = await session.run(
        `DELETE FROM orrery_tokens WHERE id = ?${userId === null ? '' : ' AND user_id = ?'}`,
        userId === null ? [id] : [id, userId],
      );
      if (gone === 0) throw new OrreryError('RESOURCE_DOES_NOT_EXIST', `There is no token '${id}'.`);
    });
  }

  /** Deletes the tokens of a run, which has ended. */
  endRun(runId: string): Promise<void> {
    return this.#database.write(async (session) => {
      await session.run('DELETE FROM orrery_tokens WHERE run_id = ?', [runId]);
    });
  }

  noteUse(id: string, time: number): Promise<void> {
    return this.#database.note(async (session) => {
      await session.run('UPDATE orrery_tokens SET last_used = ? WHERE id = ?', [time, id]);
    });
  }
}

function tokenOf(row: TokenRow): Token {
  return {
    id: row.id,
    userId: row.user_id,
    username: row.username,
    name: row.name,
    scope: { experiments: row.experiments && JSON.parse(row.experiments), permission: row.permission },
    runId: row.run_id,
    created: row.created,
    expires: row.expires,
    lastUsed: row.last_used,
  };
}
