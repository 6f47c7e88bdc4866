import { invalid, OrreryError } from '@orrery/core';
import type { Session } from '@orrery/database';
import { checkPassword, hashPassword } from '../passwords.ts';
import type { User } from '../users.ts';
import type { AccessDatabase } from './access-database.ts';
import { deleteRole } from './roles.ts';

interface UserRow {
  id: number;
  username: string;
  password_hash: string;
  is_admin: number | boolean | null;
}

export const OWN_ROLE = (userId: number) => `__user_${userId}__`;

/** Tables of MLflow before roles, whose rows keep their users from being deleted. */
const RETAINED = [
  'experiment_permissions',
  'registered_model_permissions',
  'scorer_permissions',
  'gateway_secret_permissions',
  'gateway_endpoint_permissions',
  'gateway_model_definition_permissions',
  'workspace_permissions',
];

/** Users and their passwords. Methods throw OrreryError with MLflow's code and message. */
export class Users {
  readonly #database: AccessDatabase;

  constructor(database: AccessDatabase) {
    this.#database = database;
  }

  /** @param password null for one who signs in elsewhere */
  async create(username: string, password: string | null, isAdmin = false): Promise<User> {
    if (!username) throw invalid('Username cannot be empty.');
    if (password !== null) checkPassword(password);
    const hash = password === null ? '' : await hashPassword(password);
    return this.#database.write(async (session) => {
      const row = await session.get<UserRow>(
        `INSERT INTO users (username, password_hash, is_admin) VALUES (?, ?, ?)
         ON CONFLICT DO NOTHING RETURNING id, username, password_hash, is_admin`,
        [username, hash, isAdmin ? 1 : 0],
      );
      if (row) return userOf(row);
      throw new OrreryError('RESOURCE_ALREADY_EXISTS', `User (username=${username}) already exists.`);
    });
  }

  find(username: string): Promise<User | null> {
    return this.#database.read((session) => findUser(session, username));
  }

  get(username: string): Promise<User> {
    return this.#database.read((session) => getUser(session, username));
  }

  list(): Promise<User[]> {
    return this.#database.read(async (session) => {
      const rows = await session.all<UserRow>(
        'SELECT id, username, password_hash, is_admin FROM users ORDER BY id',
      );
      return rows.map(userOf);
    });
  }

  async setPassword(username: string, password: string): Promise<void> {
    const { id } = await this.get(username);
    checkPassword(password);
    const hash = await hashPassword(password);
    await this.#database.write((session) =>
      session.run('UPDATE users SET password_hash = ? WHERE id = ?', [hash, id]),
    );
  }

  setAdmin(username: string, isAdmin: boolean): Promise<void> {
    return this.#database.write(async (session) => {
      const { id } = await getUser(session, username);
      await session.run('UPDATE users SET is_admin = ? WHERE id = ?', [isAdmin ? 1 : 0, id]);
    });
  }

  /** Deletes a user with its grants, tokens and sessions. */
  delete(username: string): Promise<void> {
    return this.#database.write(async (session) => {
      const { id } = await getUser(session, username);
      const own = await session.all<{ id: number }>('SELECT id FROM roles WHERE name = ?', [OWN_ROLE(id)]);
      for (const role of own) await deleteRole(session, role.id);
      for (const table of ['user_role_assignments', ...RETAINED, 'orrery_tokens', 'orrery_sessions'])
        await session.run(`DELETE FROM ${table} WHERE user_id = ?`, [id]);
      await session.run('DELETE FROM users WHERE id = ?', [id]);
    });
  }
}

export async function findUser(session: Session, username: string): Promise<User | null> {
  const row = await session.get<UserRow>(
    'SELECT id, username, password_hash, is_admin FROM users WHERE username = ?',
    [username],
  );
  return row ? userOf(row) : null;
}

/** @throws OrreryError RESOURCE_DOES_NOT_EXIST */
export async function getUser(session: Session, username: string): Promise<User> {
  const user = await findUser(session, username);
  if (user) return user;
  throw new OrreryError('RESOURCE_DOES_NOT_EXIST', `User with username=${username} not found`);
}

function userOf({ id, username, password_hash, is_admin }: UserRow): User {
  return { id, username, passwordHash: password_hash, isAdmin: Boolean(is_admin) };
}
