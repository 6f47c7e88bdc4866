import { checkResourceType } from '@orrery/access';
import { invalid, OrreryError } from '@orrery/core';
import { managedWorkspaces, ownWorkspaces, permissionOn, rejectWorkspaceType } from '../accounts.ts';
import { ADMIN, ANYBODY, CALLER, needs, type Question, type Rule, type Rules } from '../rule.ts';
import { ofRun } from './tracking.ts';

const user = (holds: NonNullable<Rule['holds']>, more: Partial<Rule> = {}): Rule => ({
  who: 'user',
  holds,
  ...more,
});

const itself = ({ asked, caller }: Question) => asked.value('username') === caller.user.username;
const audited = { isAudited: true };

const managesRole = async (question: Question) => {
  const workspace = await workspaceOfRole(question);
  return workspace !== null && (await managedWorkspaces(question)).has(workspace);
};

const seesRole = async (question: Question) => {
  const workspace = await workspaceOfRole(question);
  return workspace !== null && (await ownWorkspaces(question)).has(workspace);
};

/** Who looks at a user's roles: itself, or who manages a workspace that it is in. */
const seesRolesOfUser = async (question: Question) => {
  const { asked, access } = question;
  if (itself(question)) return true;
  const target = await access.users.find(asked.name('username'));
  if (!target) return false;
  const managed = await managedWorkspaces(question);
  return (await access.roles.ofUser(target.id)).some(({ workspace }) => managed.has(workspace));
};

const managesResource = ({ asked, caller }: Question) => {
  const [type, id] = [asked.name('resource_type'), asked.name('resource_id')];
  rejectWorkspaceType(type);
  checkResourceType(type);
  return id === '*' ? caller.grants.managesAll : permissionOn(caller.grants, type, id) === 'MANAGE';
};

const seesPermission = async (question: Question) => {
  const { asked, access, caller } = question;
  rejectWorkspaceType(asked.name('resource_type'));
  if (itself(question)) return true;
  return caller.grants.managesAll && (await access.users.find(asked.name('username'))) !== null;
};

const ofOlder = (type: 'experiment' | 'registered_model', name: string): Rule =>
  needs(({ asked }) => [
    { requirements: [{ type, id: asked.name(name), action: 'manage' }], action: 'manage' },
  ]);

const older = (path: string, rule: Rule): Rules => ({
  [`POST ${path}/create`]: { ...rule, who: 'user', ...audited },
  [`GET ${path}/get`]: { ...rule, who: 'user' },
  [`PATCH ${path}/update`]: { ...rule, who: 'user', ...audited },
  [`DELETE ${path}/delete`]: { ...rule, who: 'user', ...audited },
});

/** Users, roles and permissions of MLflow's API, as MLflow's basic-auth guards them, and Orrery's tokens. */
export const ACCOUNT_RULES: Rules = {
  'POST /users/create': user(async (question) => (await managedWorkspaces(question)).size > 0, audited),
  'GET /users/get': user(itself),
  'GET /users/current': CALLER,
  'GET /users/current/permissions': CALLER,
  'GET /users/list': user(() => true),
  'PATCH /users/update-password': { who: 'person', holds: itself, ...audited },
  'PATCH /users/update-admin': { ...ADMIN, ...audited },
  'DELETE /users/delete': { ...ADMIN, ...audited },
  'GET /users/permissions/list': user(seesRolesOfUser),
  'POST /users/permissions/grant': user(managesResource, audited),
  'POST /users/permissions/revoke': user(managesResource, audited),
  'GET /users/permissions/get': user(seesPermission),
  'GET /users/roles/list': user(seesRolesOfUser),

  'POST /roles/create': user(managesRole, audited),
  'GET /roles/get': user(seesRole),
  'GET /roles/list': user(async (question) => {
    const asked = question.asked
      .list('workspace')
      .map(String)
      .filter((name) => name.trim() !== '');
    const own = await ownWorkspaces(question);
    return asked.length > 0 && asked.every((name) => own.has(name.trim()));
  }),
  'PATCH /roles/update': user(managesRole, audited),
  'DELETE /roles/delete': user(managesRole, audited),
  'POST /roles/permissions/add': user(managesRole, audited),
  'DELETE /roles/permissions/remove': user(managesRole, audited),
  'GET /roles/permissions/list': user(seesRole),
  'PATCH /roles/permissions/update': user(managesRole, audited),
  'POST /roles/assign': user(managesRole, audited),
  'DELETE /roles/unassign': user(managesRole, audited),
  'GET /roles/users/list': user(managesRole),

  ...older('/experiments/permissions', ofOlder('experiment', 'experiment_id')),
  ...older('/registered-models/permissions', ofOlder('registered_model', 'name')),

  'GET /api/access/tokens': user(() => true),
  'POST /api/access/tokens': { who: 'person', ...audited },
  'DELETE /api/access/tokens/:id': user(() => true, audited),
  'POST /api/access/run-tokens': needs(
    async (question) =>
      question.caller.run ? null : ofRun(question, question.asked.name('run_id'), 'update'),
    audited,
  ),
  'GET /api/access/session': ANYBODY,
  'POST /api/access/login': ANYBODY,
  'POST /api/access/logout': CALLER,
  'GET /api/access/oidc/login': ANYBODY,
  'GET /api/access/oidc/callback': ANYBODY,
  'GET /api/access/audit': ADMIN,
};

/** The workspace of the role that a request names in one of three ways; null where there is no such role. */
async function workspaceOfRole({ asked, access }: Question): Promise<string | null> {
  try {
    if (asked.has('role_id')) return (await access.roles.get(asked.integer('role_id'))).workspace;
    if (asked.has('role_permission_id')) {
      const { roleId } = await access.roles.getPermission(asked.integer('role_permission_id'));
      return (await access.roles.get(roleId)).workspace;
    }
  } catch (error) {
    if (error instanceof OrreryError && error.code === 'RESOURCE_DOES_NOT_EXIST') return null;
    throw error;
  }
  if (!asked.has('workspace'))
    throw invalid('Request must include one of: role_id, role_permission_id, workspace.');
  const workspace = asked.value('workspace');
  if (typeof workspace !== 'string' || workspace.trim() === '')
    throw invalid("Parameter 'workspace' must be a non-empty string.");
  return workspace;
}
