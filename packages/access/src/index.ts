export { Access, type AccessOptions } from './access.ts';
export { type Bootstrap, bootstrapAdmin, checkAdmin } from './bootstrap.ts';
export {
  type Caller,
  isAdmin,
  isConfined,
  isPerson,
  isWholeUser,
  may,
  type TokenRun,
  type TokenScope,
} from './caller.ts';
export { Grants } from './grants.ts';
export * from './needs.ts';
export { hashPassword, isPassword } from './passwords.ts';
export { type Action, isPermission, PERMISSIONS, type Permission, permits } from './permissions.ts';
export { checkResourceType, OF_EACH, type ResourceType } from './resource-types.ts';
export { csrfToken, isSame } from './secrets.ts';
export type { AuditEvent } from './sql/audit.ts';
export { openAccess } from './sql/open.ts';
export type { Token } from './sql/tokens.ts';
export { WORKSPACE } from './sql/user-grants.ts';
export type { Role, RoleAssignment, RolePermission, User } from './users.ts';
