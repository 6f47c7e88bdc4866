/** Levels of permission, as MLflow's basic-auth names them; DENY is a veto, NO_PERMISSIONS only a default. */
export const PERMISSIONS = ['READ', 'USE', 'EDIT', 'MANAGE', 'NO_PERMISSIONS', 'DENY'] as const;
export type Permission = (typeof PERMISSIONS)[number];

/** What is done to a resource. `not_denied` asks for nothing but that no DENY stands against it. */
export type Action = 'read' | 'use' | 'update' | 'delete' | 'manage' | 'not_denied';

const RANK: Record<Permission, number> = {
  DENY: -1,
  NO_PERMISSIONS: 0,
  READ: 1,
  USE: 2,
  EDIT: 3,
  MANAGE: 4,
};

const LEAST: Record<Action, number> = { not_denied: 0, read: 1, use: 2, update: 3, delete: 4, manage: 4 };

export function isPermission(text: string): text is Permission {
  return text in RANK;
}

/** Whether a permission is enough for an action. */
export function permits(permission: Permission, action: Action): boolean {
  return RANK[permission] >= LEAST[action];
}

export function greater(a: Permission, b: Permission): Permission {
  return RANK[a] >= RANK[b] ? a : b;
}
