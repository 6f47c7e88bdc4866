import { type Access, type Caller, type Permission, permits } from '@orrery/access';

export interface Delegation {
  name: string;
  /** The run that the token is of; null for what its user may do. */
  runId: string | null;
  lifeMs: number;
}

/** A token for a program that acts for a caller: it may no more than the caller, and no more than log. */
export function delegate(access: Access, { user, scope }: Caller, { name, runId, lifeMs }: Delegation) {
  const permission: Permission = scope && !permits(scope.permission, 'update') ? scope.permission : 'EDIT';
  return access.tokens.create(user, {
    name,
    scope: { experiments: scope?.experiments ?? null, permission },
    runId,
    expires: Date.now() + lifeMs,
  });
}
