import { type Access, type Caller, isAdmin, type Role, type User } from '@orrery/access';
import { invalid, OrreryError } from '@orrery/core';
import { managedWorkspaces } from '../accounts.ts';
import { roleAnswer } from './roles.ts';
import type { AccountRoute } from './route.ts';

/** Users and their passwords. */
export const USER_ROUTES: AccountRoute[] = [
  {
    method: 'POST',
    path: '/users/create',
    async handle({ asked, reply }, access) {
      const refuse = (message: string) => {
        reply.code(400).type('text/html; charset=utf-8');
        return message;
      };
      if (!/^application\/json\b/.test(asked.request.headers['content-type'] ?? ''))
        return refuse('Invalid content type. Must be application/json');
      const [username, password] = [asked.value('username'), asked.value('password')];
      if (!username || !password) return refuse('Username and password cannot be empty.');
      return { user: userAnswer(await access.users.create(String(username), String(password))) };
    },
  },
  {
    method: 'GET',
    path: '/users/get',
    handle: async ({ asked }, access) => ({
      user: userAnswer(await access.users.get(asked.name('username'))),
    }),
  },
  {
    method: 'GET',
    path: '/users/current',
    handle: async ({ caller }) => ({ user: userAnswer(caller.user), is_basic_auth: true }),
  },
  {
    method: 'GET',
    path: '/users/list',
    async handle({ caller }, access) {
      const users = await access.users.list();
      const seen = await rolesSeen(access, caller);
      return {
        users: await Promise.all(
          users.map(async (user) => ({
            ...userAnswer(user),
            roles: (await access.roles.ofUser(user.id))
              .filter((role) => user.id === caller.user.id || seen(role))
              .map(roleAnswer),
          })),
        ),
      };
    },
  },
  {
    method: 'PATCH',
    path: '/users/update-password',
    async handle({ asked, caller }, access) {
      const [username, password] = [asked.name('username'), asked.value('password')];
      if (username === caller.user.username)
        await checkOwn(access, asked.optional('current_password'), username, password);
      await access.users.setPassword(username, password as string);
      return {};
    },
  },
  {
    method: 'PATCH',
    path: '/users/update-admin',
    async handle({ asked }, access) {
      const [username, isAdmin] = [asked.name('username'), asked.value('is_admin')];
      if (typeof isAdmin !== 'boolean') throw invalid("Parameter 'is_admin' must be true or false.");
      await access.users.setAdmin(username, isAdmin);
      return {};
    },
  },
  {
    method: 'DELETE',
    path: '/users/delete',
    async handle({ asked, caller }, access) {
      const username = asked.name('username');
      if (username === caller.user.username)
        throw new OrreryError(
          'BAD_REQUEST',
          'Users cannot delete their own account. Ask another admin to delete this user instead.',
        );
      await access.users.delete(username);
      return {};
    },
  },
];

/** Which roles of others a caller sees. */
export async function rolesSeen(access: Access, caller: Caller): Promise<(role: Role) => boolean> {
  if (isAdmin(caller)) return () => true;
  const managed = await managedWorkspaces({ access, caller });
  return ({ workspace }) => managed.has(workspace);
}

export function userAnswer({ id, username, isAdmin }: Pick<User, 'id' | 'username' | 'isAdmin'>) {
  return { id, username, is_admin: isAdmin };
}

async function checkOwn(
  access: Access,
  current: unknown,
  username: string,
  password: unknown,
): Promise<void> {
  if (!current) throw invalid('Current password is required when changing your own password.');
  if (typeof current !== 'string' || !(await access.byPassword(username, current)))
    throw invalid('Current password does not match.');
  if (password === current) throw invalid('New password must differ from the current password.');
}
