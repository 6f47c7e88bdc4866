import { type Access, type Caller, checkResourceType, isAdmin, permits } from '@orrery/access';
import { permissionOn, rejectWorkspaceType } from '../accounts.ts';
import type { Asked } from '../asked.ts';
import type { AccountRoute } from './route.ts';
import { rolesSeen } from './users.ts';

/** What single users may do. */
export const PERMISSION_ROUTES: AccountRoute[] = [
  {
    method: 'GET',
    path: '/users/current/permissions',
    handle: ({ caller }, access) => permissionsOf(access, caller.user.username, caller),
  },
  {
    method: 'GET',
    path: '/users/permissions/list',
    handle: ({ asked, caller }, access) => permissionsOf(access, asked.name('username'), caller),
  },
  {
    method: 'POST',
    path: '/users/permissions/grant',
    async handle({ asked }, access) {
      const { username, type, id } = resourceOf(asked);
      const permission = String(asked.value('permission'));
      await access.users.get(username);
      rejectWorkspaceType(type);
      const exists = `Permission for user=${username} on resource_type=${type}, resource_id=${id} already exists.`;
      await access.grants.add(username, type, id, permission, exists);
      return {};
    },
  },
  {
    method: 'POST',
    path: '/users/permissions/revoke',
    async handle({ asked }, access) {
      const { username, type, id } = resourceOf(asked);
      await access.users.get(username);
      rejectWorkspaceType(type);
      checkResourceType(type);
      const missing = `Permission for user=${username} on resource_type=${type}, resource_id=${id} not found.`;
      await access.grants.remove(username, type, id, missing);
      return {};
    },
  },
  {
    method: 'GET',
    path: '/users/permissions/get',
    async handle({ asked }, access) {
      const { username, type, id } = resourceOf(asked);
      await access.users.get(username);
      rejectWorkspaceType(type);
      checkResourceType(type);
      const grants = await access.grantsOf(username);
      const permission = grants ? permissionOn(grants, type, id) : 'NO_PERMISSIONS';
      return { allowed: permits(permission, 'use'), permission };
    },
  },
];

/** A user, and the resource that a permission of it is on. */
function resourceOf(asked: Asked) {
  return {
    username: asked.name('username'),
    type: asked.name('resource_type'),
    id: asked.name('resource_id'),
  };
}

async function permissionsOf(access: Access, username: string, caller: Caller) {
  const user = await access.users.get(username);
  const isOwn = user.id === caller.user.id || isAdmin(caller);
  const sees = isOwn ? () => true : await rolesSeen(access, caller);
  const roles = (await access.roles.ofUser(user.id)).filter(sees);
  return {
    is_admin: user.isAdmin,
    permissions: roles.flatMap(({ id, name, workspace, permissions }) =>
      permissions.map(({ resourceType, resourcePattern, permission }) => ({
        role_id: id,
        role_name: name,
        workspace,
        resource_type: resourceType,
        resource_pattern: resourcePattern,
        permission,
      })),
    ),
  };
}
