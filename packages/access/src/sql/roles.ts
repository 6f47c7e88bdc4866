import { invalid, OrreryError } from '@orrery/core';
import type { Session } from '@orrery/database';
import { checkPattern, checkPermission } from '../resource-types.ts';
import type { Role, RoleAssignment, RolePermission } from '../users.ts';
import type { AccessDatabase } from './access-database.ts';

type RoleRow = Omit<Role, 'permissions'>;

interface PermissionRow {
  id: number;
  role_id: number;
  resource_type: string;
  resource_pattern: string;
  permission: string;
}

const PERMISSION_COLUMNS = 'id, role_id, resource_type, resource_pattern, permission';
const RESERVED = '__user_';

/** Roles, what they permit, and who has them. Methods throw OrreryError with MLflow's code and message. */
export class Roles {
  readonly #database: AccessDatabase;

  constructor(database: AccessDatabase) {
    this.#database = database;
  }

  async create(name: string, workspace: string, description: string | null): Promise<Role> {
    checkRoleName(name);
    return this.#database.write(async (session) => {
      const row = await session.get<RoleRow>(
        `INSERT INTO roles (name, workspace, description) VALUES (?, ?, ?)
         ON CONFLICT DO NOTHING RETURNING id, name, workspace, description`,
        [name, workspace, description],
      );
      if (row) return { ...row, permissions: [] };
      throw alreadyExists(`Role (name=${name}, workspace=${workspace}) already exists.`);
    });
  }

  get(id: number): Promise<Role> {
    return this.#database.read((session) => getRole(session, id));
  }

  /** @param workspaces those to look in; all when null */
  async list(workspaces: readonly string[] | null): Promise<Role[]> {
    const roles = await this.#roles('1 = 1', []);
    return workspaces ? roles.filter(({ workspace }) => workspaces.includes(workspace)) : roles;
  }

  /** What is null stays as it is. */
  async update(id: number, name: string | null, description: string | null): Promise<Role> {
    if (name !== null) checkRoleName(name);
    return this.#database.write(async (session) => {
      const { workspace } = await getRole(session, id);
      if (name !== null) {
        const taken = await session.get('SELECT id FROM roles WHERE workspace = ? AND name = ? AND id <> ?', [
          workspace,
          name,
          id,
        ]);
        if (taken) throw alreadyExists(`Role with name=${name} already exists in workspace=${workspace}`);
        await session.run('UPDATE roles SET name = ? WHERE id = ?', [name, id]);
      }
      if (description !== null)
        await session.run('UPDATE roles SET description = ? WHERE id = ?', [description, id]);
      return getRole(session, id);
    });
  }

  delete(id: number): Promise<void> {
    return this.#database.write(async (session) => {
      await getRole(session, id);
      await deleteRole(session, id);
    });
  }

  async addPermission(
    roleId: number,
    type: string,
    pattern: string,
    permission: string,
  ): Promise<RolePermission> {
    checkPermission(permission, type);
    checkPattern(pattern, type);
    return this.#database.write(async (session) => {
      await getRole(session, roleId);
      const row = await session.get<PermissionRow>(
        `INSERT INTO role_permissions (role_id, resource_type, resource_pattern, permission) VALUES (?, ?, ?, ?)
         ON CONFLICT DO NOTHING RETURNING ${PERMISSION_COLUMNS}`,
        [roleId, type, pattern, permission],
      );
      if (row) return permissionOf(row);
      throw alreadyExists(
        `Role permission (role_id=${roleId}, resource_type=${type}, resource_pattern=${pattern}) already exists.`,
      );
    });
  }

  getPermission(id: number): Promise<RolePermission> {
    return this.#database.read((session) => getPermission(session, id));
  }

  removePermission(id: number): Promise<void> {
    return this.#database.write(async (session) => {
      await getPermission(session, id);
      await session.run('DELETE FROM role_permissions WHERE id = ?', [id]);
    });
  }

  updatePermission(id: number, permission: string): Promise<RolePermission> {
    return this.#database.write(async (session) => {
      const { resourceType } = await getPermission(session, id);
      checkPermission(permission, resourceType);
      await session.run('UPDATE role_permissions SET permission = ? WHERE id = ?', [permission, id]);
      return getPermission(session, id);
    });
  }

  assign(userId: number, roleId: number): Promise<RoleAssignment> {
    return this.#database.write(async (session) => {
      await getRole(session, roleId);
      const row = await session.get<AssignmentRow>(
        `INSERT INTO user_role_assignments (user_id, role_id) VALUES (?, ?)
         ON CONFLICT DO NOTHING RETURNING id, user_id, role_id`,
        [userId, roleId],
      );
      if (row) return assignmentOf(row);
      throw alreadyExists(`User role assignment (user_id=${userId}, role_id=${roleId}) already exists`);
    });
  }

  unassign(userId: number, roleId: number): Promise<void> {
    return this.#database.write(async (session) => {
      const gone = await session.run('DELETE FROM user_role_assignments WHERE user_id = ? AND role_id = ?', [
        userId,
        roleId,
      ]);
      if (gone === 0) throw notFound(`User role assignment (user_id=${userId}, role_id=${roleId}) not found`);
    });
  }

  ofUser(userId: number): Promise<Role[]> {
    return this.#roles('id IN (SELECT role_id FROM user_role_assignments WHERE user_id = ?)', [userId]);
  }

  assignments(roleId: number): Promise<RoleAssignment[]> {
    return this.#database.read(async (session) => {
      await getRole(session, roleId);
      const rows = await session.all<AssignmentRow>(
        'SELECT id, user_id, role_id FROM user_role_assignments WHERE role_id = ? ORDER BY id',
        [roleId],
      );
      return rows.map(assignmentOf);
    });
  }

  #roles(where: string, params: unknown[]): Promise<Role[]> {
    return this.#database.read((session) => selectRoles(session, where, params));
  }
}

interface AssignmentRow {
  id: number;
  user_id: number;
  role_id: number;
}

export async function deleteRole(session: Session, id: number): Promise<void> {
  for (const table of ['role_permissions', 'user_role_assignments'])
    await session.run(`DELETE FROM ${table} WHERE role_id = ?`, [id]);
  await session.run('DELETE FROM roles WHERE id = ?', [id]);
}

async function selectRoles(session: Session, where: string, params: unknown[]): Promise<Role[]> {
  const rows = await session.all<RoleRow>(
    `SELECT id, name, workspace, description FROM roles WHERE ${where} ORDER BY id`,
    params,
  );
  const permissions = await session.all<PermissionRow>(
    `SELECT ${PERMISSION_COLUMNS} FROM role_permissions
     WHERE role_id IN (SELECT id FROM roles WHERE ${where}) ORDER BY id`,
    params,
  );
  const byRole = Map.groupBy(permissions.map(permissionOf), ({ roleId }) => roleId);
  return rows.map((row) => ({ ...row, permissions: byRole.get(row.id) ?? [] }));
}

async function getRole(session: Session, id: number): Promise<Role> {
  const [role] = await selectRoles(session, 'id = ?', [id]);
  if (role) return role;
  throw notFound(`Role with id=${id} not found`);
}

async function getPermission(session: Session, id: number): Promise<RolePermission> {
  const row = await session.get<PermissionRow>(
    `SELECT ${PERMISSION_COLUMNS} FROM role_permissions WHERE id = ?`,
    [id],
  );
  if (row) return permissionOf(row);
  throw notFound(`Role permission with id=${id} not found`);
}

function checkRoleName(name: string): void {
  if (!name.startsWith(RESERVED)) return;
  throw invalid(
    `Role name '${name}' uses the reserved '${RESERVED}' prefix, which is held for the per-user permission ` +
      'representation. Choose a different name.',
  );
}

function permissionOf(row: PermissionRow): RolePermission {
  return {
    id: row.id,
    roleId: row.role_id,
    resourceType: row.resource_type,
    resourcePattern: row.resource_pattern,
    permission: row.permission,
  };
}

function assignmentOf({ id, user_id, role_id }: AssignmentRow): RoleAssignment {
  return { id, userId: user_id, roleId: role_id };
}

function alreadyExists(message: string): OrreryError {
  return new OrreryError('RESOURCE_ALREADY_EXISTS', message);
}

function notFound(message: string): OrreryError {
  return new OrreryError('RESOURCE_DOES_NOT_EXIST', message);
}
