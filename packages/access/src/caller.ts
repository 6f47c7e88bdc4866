import type { Grants } from './grants.ts';
import type { Need } from './needs.ts';
import { type Permission, permits } from './permissions.ts';
import type { User } from './users.ts';

/** To what a token is limited. */
export interface TokenScope {
  /** The ids of the experiments that it reaches, and nothing else; null for all that the user does. */
  experiments: readonly string[] | null;
  /** No action beyond what this one permits. */
  permission: Permission;
}

/** The run that a token is of, which is all that it reaches. */
export interface TokenRun {
  runId: string;
  experimentId: string;
}

/** Who asks, and what that one may do. */
export interface Caller {
  user: Pick<User, 'id' | 'username' | 'isAdmin'>;
  grants: Grants;
  /** How the caller has shown who it is. */
  by: 'password' | 'session' | 'token';
  scope?: TokenScope;
  run?: TokenRun;
}

/** Whether a caller may do what a request needs. */
export function may(caller: Caller, need: Need): boolean {
  const { user, grants, scope, run } = caller;
  if (run && !reaches(run, need)) return false;
  if (scope && !covers(scope, need)) return false;
  return user.isAdmin || need.requirements.every((requirement) => grants.satisfy(requirement));
}

/** Whether a caller has all the rights of an admin: not with a token that is limited. */
export function isAdmin(caller: Caller): boolean {
  return caller.user.isAdmin && isWholeUser(caller);
}

/** Whether a caller has all the rights of its user: not with a token that is limited. */
export function isWholeUser({ scope, run }: Caller): boolean {
  return !run && (!scope || isWhole(scope));
}

/** Whether it is the user itself who asks, and no program with a token. */
export function isPerson({ by }: Caller): boolean {
  return by !== 'token';
}

/** Whether a caller's token keeps it from everything but some experiments. */
export function isConfined({ scope, run }: Caller): boolean {
  return run !== undefined || (scope !== undefined && scope.experiments !== null);
}

function isWhole({ experiments, permission }: TokenScope): boolean {
  return experiments === null && permission === 'MANAGE';
}

function covers({ experiments, permission }: TokenScope, { action, experimentId }: Need): boolean {
  if (!permits(permission, action)) return false;
  return experiments === null || (experimentId !== undefined && experiments.includes(experimentId));
}

/** A run reaches what is its own, except that it does not delete it, and sees its experiment. */
function reaches(run: TokenRun, { action, experimentId, runId, isGlance }: Need): boolean {
  if (experimentId !== run.experimentId) return false;
  return isGlance === true || (runId === run.runId && action !== 'delete' && action !== 'manage');
}
