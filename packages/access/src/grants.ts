import { type Action, greater, type Permission, permits } from './permissions.ts';
import type { ResourceType } from './resource-types.ts';

/** A permission on one resource of a type, or on all of them (`*`). */
export interface Grant {
  type: string;
  pattern: string;
  permission: Permission;
}

/**
 * That an action on a resource be permitted. Where no grant stands on it, the first of `otherwise` on which one does
 * decides, and where none does, the default permission. A grant that is nearer decides alone, also downwards.
 */
export interface Requirement {
  type: ResourceType;
  /** `*` for all; empty for what no grant can name, where the default permission alone speaks. */
  id: string;
  action: Action;
  otherwise?: readonly Requirement[];
}

/** What one user may do, by MLflow's rules (`mlflow/server/auth/requirements.py`, 3.17.2). */
export class Grants {
  /** Managers of the workspace may do everything in it. */
  readonly managesAll: boolean;
  readonly #usual: Permission;
  readonly #byResource = new Map<string, Permission>();

  /** @param usual the permission where nothing is granted */
  constructor(grants: readonly Grant[], usual: Permission) {
    this.#usual = usual;
    this.managesAll = grants.some(
      ({ type, pattern, permission }) => type === 'workspace' && pattern === '*' && permission === 'MANAGE',
    );
    for (const { type, pattern, permission } of grants) {
      const key = `${type} ${pattern}`;
      const known = this.#byResource.get(key);
      this.#byResource.set(key, known === undefined ? permission : together(known, permission));
    }
  }

  /** What is granted on a resource itself or on all of its type; null where nothing is. */
  granted(type: ResourceType, id: string): Permission | null {
    if (this.managesAll) return 'MANAGE';
    const own = this.#byResource.get(`${type} ${id}`);
    const all = id === '*' ? undefined : this.#byResource.get(`${type} *`);
    if (own === undefined) return all ?? null;
    return all === undefined ? own : together(own, all);
  }

  /** The permission on a resource, the default one at least where nothing is denied. */
  effective(type: ResourceType, id: string): Permission {
    return this.#atLeastUsual(this.granted(type, id) ?? this.#usual);
  }

  satisfy({ otherwise = [], ...own }: Requirement): boolean {
    if (own.id === '') return permits(this.#usual, own.action);
    if (this.managesAll) return true;
    let { action } = own;
    for (const rung of [own, ...otherwise]) {
      action = rung.action;
      const granted = this.granted(rung.type, rung.id);
      if (granted !== null) return permits(this.#atLeastUsual(granted), action);
    }
    return permits(this.#usual, action);
  }

  #atLeastUsual(permission: Permission): Permission {
    return permission === 'DENY' || permission === 'NO_PERMISSIONS'
      ? permission
      : greater(permission, this.#usual);
  }
}

function together(a: Permission, b: Permission): Permission {
  return a === 'DENY' || b === 'DENY' ? 'DENY' : greater(a, b);
}
