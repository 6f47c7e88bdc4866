import { invalid } from '@orrery/core';
import { isPermission, PERMISSIONS, type Permission } from './permissions.ts';

/**
 * What permissions are granted on, and whether on one by its id or name as well as on all (`*`). The first are MLflow's
 * 3.17.2; `study` (by its id) and `workbench` (starting programs) are Orrery's, which MLflow reads past.
 */
const TYPES = {
  workspace: 'all',
  experiment: 'each',
  registered_model: 'each',
  prompt: 'each',
  scorer: 'each',
  gateway_secret: 'each',
  gateway_endpoint: 'each',
  gateway_model_definition: 'each',
  mcp_server: 'each',
  run: 'all',
  trace: 'all',
  assessment: 'all',
  logged_model: 'all',
  review_queue: 'all',
  registered_model_version: 'all',
  prompt_version: 'all',
  scorer_version: 'all',
  mcp_server_version: 'all',
  study: 'each',
  workbench: 'all',
} as const;

export type ResourceType = keyof typeof TYPES;

/** Types whose single resources the convenience routes of users reach. */
export const OF_EACH: readonly string[] = [
  'experiment',
  'registered_model',
  'scorer',
  'gateway_secret',
  'gateway_endpoint',
  'gateway_model_definition',
  'mcp_server',
  'study',
];

/** @throws OrreryError INVALID_PARAMETER_VALUE */
export function checkResourceType(type: string): asserts type is ResourceType {
  if (type in TYPES) return;
  throw invalid(
    `Invalid resource type '${type}'. Valid resource types are: ${tuple(Object.keys(TYPES).sort())}`,
  );
}

/** @throws OrreryError INVALID_PARAMETER_VALUE for a type that is granted on as a whole alone */
export function checkPattern(pattern: string, type: string): void {
  checkResourceType(type);
  if (pattern === '*' || TYPES[type] === 'each') return;
  throw invalid(
    `Invalid resource_pattern '${pattern}' for resource_type='${type}'. This resource type supports only wildcard ('*') grants.`,
  );
}

/** @throws OrreryError INVALID_PARAMETER_VALUE for what cannot be granted on such a resource */
export function checkPermission(permission: string, type: string): asserts permission is Permission {
  if (!isPermission(permission))
    throw invalid(`Invalid permission '${permission}'. Valid permissions are: ${tuple(PERMISSIONS)}`);
  checkResourceType(type);
  const isWorkspace = type === 'workspace';
  const grantable = isWorkspace ? ['MANAGE', 'USE'] : ['DENY', 'EDIT', 'MANAGE', 'READ', 'USE'];
  if (grantable.includes(permission)) return;
  throw invalid(
    `Invalid permission '${permission}' for resource_type='${type}'. ` +
      `${isWorkspace ? 'Workspace-wide' : 'Resource-level'} grants accept only: ${tuple(grantable)}.`,
  );
}

function tuple(items: readonly string[]): string {
  return `(${items.map((item) => `'${item}'`).join(', ')})`;
}
