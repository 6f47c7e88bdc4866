import { type Grants, OF_EACH, type Permission, type ResourceType, type Role } from '@orrery/access';
import { invalid } from '@orrery/core';
import type { Question } from './rule.ts';

type Who = Pick<Question, 'access' | 'caller'>;

/** The workspaces whose roles a caller manages. */
export async function managedWorkspaces({ access, caller }: Who): Promise<Set<string>> {
  const roles = await access.roles.ofUser(caller.user.id);
  return new Set(roles.filter(managesWorkspace).map(({ workspace }) => workspace));
}

/** The workspaces in which a caller has a role. */
export async function ownWorkspaces({ access, caller }: Who): Promise<Set<string>> {
  return new Set((await access.roles.ofUser(caller.user.id)).map(({ workspace }) => workspace));
}

/** @throws OrreryError INVALID_PARAMETER_VALUE with MLflow's message */
export function rejectWorkspaceType(type: string): void {
  if (type === 'workspace')
    throw invalid(
      "resource_type 'workspace' is not supported by the per-user permission convenience APIs. Use " +
        'set_workspace_permission / delete_workspace_permission for workspace-wide grants.',
    );
}

/** @throws OrreryError INVALID_PARAMETER_VALUE for a type of which none can be named alone */
export function permissionOn(grants: Grants, type: ResourceType, id: string): Permission {
  if (id !== '*' && !OF_EACH.includes(type))
    throw invalid(`resource_type '${type}' is not supported by the per-user permission convenience APIs.`);
  if (type === 'scorer' && id !== '*' && !id.includes('/'))
    throw invalid("Invalid scorer resource_id. Expected '<experiment_id>/<scorer_name>'.");
  return grants.effective(type, id);
}

function managesWorkspace({ permissions }: Role): boolean {
  return permissions.some(
    ({ resourceType, resourcePattern, permission }) =>
      resourceType === 'workspace' && resourcePattern === '*' && permission === 'MANAGE',
  );
}
