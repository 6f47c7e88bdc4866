import { OrreryError } from '@orrery/core';
import type { Session } from '@orrery/database';
import { checkPattern, checkPermission } from '../resource-types.ts';
import type { User } from '../users.ts';
import type { AccessDatabase } from './access-database.ts';
import { getUser, OWN_ROLE } from './users.ts';

/** The one workspace that there is. */
export const WORKSPACE = 'default';

const OWN_ROLES = 'SELECT id FROM roles WHERE workspace = ? AND name LIKE ?';
const ANY_OWN = '\\_\\_user\\_%\\_\\_';

/** What is granted to single users: rows of a role that each has for itself alone. */
export class UserGrants {
  readonly #database: AccessDatabase;

  constructor(database: AccessDatabase) {
    this.#database = database;
  }

  /** Grants, or changes what is granted. */
  set(username: string, type: string, pattern: string, permission: string): Promise<void> {
    checkPattern(pattern, type);
    checkPermission(permission, type);
    return this.#database.write(async (session) => {
      const role = await ownRole(session, await getUser(session, username));
      await session.run(
        `INSERT INTO role_permissions (role_id, resource_type, resource_pattern, permission) VALUES (?, ?, ?, ?)
         ON CONFLICT (role_id, resource_type, resource_pattern) DO UPDATE SET permission = excluded.permission`,
        [role, type, pattern, permission],
      );
    });
  }

  /** @throws OrreryError RESOURCE_ALREADY_EXISTS with the message where something is granted there already */
  add(username: string, type: string, pattern: string, permission: string, message: string): Promise<User> {
    checkPattern(pattern, type);
    checkPermission(permission, type);
    return this.#database.write(async (session) => {
      const user = await getUser(session, username);
      const added = await session.run(
        `INSERT INTO role_permissions (role_id, resource_type, resource_pattern, permission) VALUES (?, ?, ?, ?)
         ON CONFLICT DO NOTHING`,
        [await ownRole(session, user), type, pattern, permission],
      );
      if (added === 0) throw new OrreryError('RESOURCE_ALREADY_EXISTS', message);
      return user;
    });
  }

  /** @throws OrreryError RESOURCE_DOES_NOT_EXIST with the message where nothing is granted there */
  change(
    username: string,
    type: string,
    pattern: string,
    permission: string,
    message: string,
  ): Promise<void> {
    checkPermission(permission, type);
    return this.#write(username, type, pattern, message, 'UPDATE role_permissions SET permission = ?', [
      permission,
    ]);
  }

  /** @throws OrreryError RESOURCE_DOES_NOT_EXIST with the message where nothing is granted there */
  remove(username: string, type: string, pattern: string, message: string): Promise<void> {
    return this.#write(username, type, pattern, message, 'DELETE FROM role_permissions', []);
  }

  /** @throws OrreryError RESOURCE_DOES_NOT_EXIST with the message where nothing is granted there */
  get(
    username: string,
    type: string,
    pattern: string,
    message: string,
  ): Promise<{ user: User; permission: string }> {
    return this.#database.read(async (session) => {
      const user = await getUser(session, username);
      const row = await session.get<{ permission: string }>(
        `SELECT permission FROM role_permissions WHERE ${OF_USER}`,
        [...ofUser(user), type, pattern],
      );
      if (!row) throw new OrreryError('RESOURCE_DOES_NOT_EXIST', message);
      return { user, permission: row.permission };
    });
  }

  /** Forgets what was granted to users on a resource that is no more. */
  forget(types: readonly string[], pattern: string): Promise<void> {
    return this.#database.write(async (session) => {
      for (const type of types)
        await session.run(
          `DELETE FROM role_permissions WHERE resource_type = ? AND resource_pattern = ?
           AND role_id IN (${OWN_ROLES} ESCAPE '\\')`,
          [type, pattern, WORKSPACE, ANY_OWN],
        );
    });
  }

  /** Moves what was granted to users on a resource to its new name. */
  rename(types: readonly string[], pattern: string, to: string): Promise<void> {
    return this.#database.write(async (session) => {
      for (const type of types)
        await session.run(
          `UPDATE role_permissions SET resource_pattern = ? WHERE resource_type = ? AND resource_pattern = ?
           AND role_id IN (${OWN_ROLES} ESCAPE '\\')`,
          [to, type, pattern, WORKSPACE, ANY_OWN],
        );
    });
  }

  #write(
    username: string,
    type: string,
    pattern: string,
    message: string,
    sql: string,
    params: unknown[],
  ): Promise<void> {
    return this.#database.write(async (session) => {
      const user = await getUser(session, username);
      const changed = await session.run(`${sql} WHERE ${OF_USER}`, [
        ...params,
        ...ofUser(user),
        type,
        pattern,
      ]);
      if (changed === 0) throw new OrreryError('RESOURCE_DOES_NOT_EXIST', message);
    });
  }
}

const OF_USER = `role_id IN (SELECT id FROM roles WHERE workspace = ? AND name = ?)
  AND resource_type = ? AND resource_pattern = ?`;

function ofUser({ id }: User): unknown[] {
  return [WORKSPACE, OWN_ROLE(id)];
}

/** The role that a user has for itself alone, made where it is missing; resolves to its id. */
async function ownRole(session: Session, { id }: User): Promise<number> {
  const name = OWN_ROLE(id);
  await session.run('INSERT INTO roles (name, workspace) VALUES (?, ?) ON CONFLICT DO NOTHING', [
    name,
    WORKSPACE,
  ]);
  const { id: roleId } = (await session.get<{ id: number }>(
    'SELECT id FROM roles WHERE workspace = ? AND name = ?',
    [WORKSPACE, name],
  )) as { id: number };
  const other = await session.get<{ user_id: number }>(
    'SELECT user_id FROM user_role_assignments WHERE role_id = ? AND user_id <> ?',
    [roleId, id],
  );
  if (other)
    throw new OrreryError(
      'INVALID_PARAMETER_VALUE',
      `Role '${name}' in workspace '${WORKSPACE}' collides with the reserved '__user_<id>__' synthetic namespace but is ` +
        `already assigned to user_id=${other.user_id}. Rename or delete the conflicting role before granting per-user permissions.`,
    );
  await session.run(
    'INSERT INTO user_role_assignments (user_id, role_id) VALUES (?, ?) ON CONFLICT DO NOTHING',
    [id, roleId],
  );
  return roleId;
}
