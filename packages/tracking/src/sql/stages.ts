import type { LifecycleStage, ViewType } from '@orrery/core';
import { OrreryError } from '@orrery/core';
import { pythonRepr } from '../python-repr.ts';

/** The lifecycle stages that a view shows. */
export function stagesOf(viewType: ViewType): LifecycleStage[] {
  if (viewType === 'ALL') return ['active', 'deleted'];
  return viewType === 'DELETED_ONLY' ? ['deleted'] : ['active'];
}

export function invalidOrder(clauses: string[]): OrreryError {
  return new OrreryError(
    'INTERNAL_ERROR',
    `\`order_by\` contains duplicate fields: [${clauses.map(pythonRepr).join(', ')}]`,
  );
}
