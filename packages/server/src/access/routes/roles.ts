import { isAdmin, type Role, type RoleAssignment, type RolePermission } from '@orrery/access';
import { invalid } from '@orrery/core';
import type { AccountRoute } from './route.ts';
import { rolesSeen } from './users.ts';

/** Roles, what they permit, and who has them. */
export const ROLE_ROUTES: AccountRoute[] = [
  {
    method: 'POST',
    path: '/roles/create',
    async handle({ asked }, access) {
      const [name, workspace] = [asked.value('name'), asked.value('workspace')];
      checkText(name, 'Role name cannot be empty.');
      checkText(workspace, 'Workspace cannot be empty.');
      const description = asked.optional('description') ?? null;
      if (description !== null && typeof description !== 'string')
        throw invalid('Role description must be a string or null.');
      return { role: roleAnswer(await access.roles.create(name, workspace, description)) };
    },
  },
  {
    method: 'GET',
    path: '/roles/get',
    handle: async ({ asked }, access) => ({
      role: roleAnswer(await access.roles.get(asked.integer('role_id'))),
    }),
  },
  {
    method: 'GET',
    path: '/roles/list',
    async handle({ asked }, access) {
      const workspaces = asked.list('workspace').map(String);
      if (workspaces.some((name) => name.trim() === ''))
        throw invalid("Parameter 'workspace' must be a non-empty string when provided.");
      const roles = await access.roles.list(workspaces.length > 0 ? workspaces : null);
      return { roles: roles.map(roleAnswer) };
    },
  },
  {
    method: 'PATCH',
    path: '/roles/update',
    async handle({ asked }, access) {
      const id = asked.integer('role_id');
      const [name = null, description = null] = [asked.optional('name'), asked.optional('description')];
      if (name === null && description === null)
        throw invalid("At least one of 'name' or 'description' must be provided to update a role.");
      if (name !== null) checkText(name, 'Role name cannot be empty.');
      if (description !== null && typeof description !== 'string')
        throw invalid('Role description must be a string.');
      return { role: roleAnswer(await access.roles.update(id, name as string | null, description)) };
    },
  },
  {
    method: 'DELETE',
    path: '/roles/delete',
    async handle({ asked }, access) {
      await access.roles.delete(asked.integer('role_id'));
      return {};
    },
  },
  {
    method: 'POST',
    path: '/roles/permissions/add',
    async handle({ asked }, access) {
      const id = asked.integer('role_id');
      const [type, pattern, permission] = ['resource_type', 'resource_pattern', 'permission'].map((name) =>
        String(asked.value(name)),
      ) as [string, string, string];
      return {
        role_permission: permissionAnswer(await access.roles.addPermission(id, type, pattern, permission)),
      };
    },
  },
  {
    method: 'DELETE',
    path: '/roles/permissions/remove',
    async handle({ asked }, access) {
      await access.roles.removePermission(asked.integer('role_permission_id'));
      return {};
    },
  },
  {
    method: 'GET',
    path: '/roles/permissions/list',
    handle: async ({ asked }, access) => {
      const { permissions } = await access.roles.get(asked.integer('role_id'));
      return { role_permissions: permissions.map(permissionAnswer) };
    },
  },
  {
    method: 'PATCH',
    path: '/roles/permissions/update',
    async handle({ asked }, access) {
      const id = asked.integer('role_permission_id');
      const permission = String(asked.value('permission'));
      return { role_permission: permissionAnswer(await access.roles.updatePermission(id, permission)) };
    },
  },
  {
    method: 'POST',
    path: '/roles/assign',
    async handle({ asked }, access) {
      const [username, roleId] = [asked.name('username'), asked.integer('role_id')];
      const { id } = await access.users.get(username);
      return { assignment: assignmentAnswer(await access.roles.assign(id, roleId)) };
    },
  },
  {
    method: 'DELETE',
    path: '/roles/unassign',
    async handle({ asked }, access) {
      const [username, roleId] = [asked.name('username'), asked.integer('role_id')];
      const { id } = await access.users.get(username);
      await access.roles.unassign(id, roleId);
      return {};
    },
  },
  {
    method: 'GET',
    path: '/users/roles/list',
    async handle({ asked, caller }, access) {
      const { id } = await access.users.get(asked.name('username'));
      const roles = await access.roles.ofUser(id);
      const sees = id === caller.user.id || isAdmin(caller) ? () => true : await rolesSeen(access, caller);
      return { roles: roles.filter(sees).map(roleAnswer) };
    },
  },
  {
    method: 'GET',
    path: '/roles/users/list',
    handle: async ({ asked }, access) => {
      const assignments = await access.roles.assignments(asked.integer('role_id'));
      return { assignments: assignments.map(assignmentAnswer) };
    },
  },
];

export function roleAnswer({ id, name, workspace, description, permissions }: Role) {
  return { id, name, workspace, description, permissions: permissions.map(permissionAnswer) };
}

function permissionAnswer({ id, roleId, resourceType, resourcePattern, permission }: RolePermission) {
  return {
    id,
    role_id: roleId,
    resource_type: resourceType,
    resource_pattern: resourcePattern,
    permission,
  };
}

function assignmentAnswer({ id, userId, roleId }: RoleAssignment) {
  return { id, user_id: userId, role_id: roleId };
}

function checkText(value: unknown, message: string): asserts value is string {
  if (typeof value !== 'string' || value.trim() === '') throw invalid(message);
}
