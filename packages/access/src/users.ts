/** Entities of MLflow's basic-auth, and of Orrery's own tables beside them. */

export interface User {
  id: number;
  username: string;
  /** As werkzeug writes it; see `passwords.ts`. */
  passwordHash: string;
  isAdmin: boolean;
}

export interface Role {
  id: number;
  name: string;
  workspace: string;
  description: string | null;
  permissions: RolePermission[];
}

export interface RolePermission {
  id: number;
  roleId: number;
  resourceType: string;
  resourcePattern: string;
  permission: string;
}

export interface RoleAssignment {
  id: number;
  userId: number;
  roleId: number;
}
