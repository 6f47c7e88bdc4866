import type { FrozenTrial } from './trial.ts';

const KEY = 'constraints';
const PREFIX = `${KEY}:`;

/**
 * The constraints of a trial by name; above 0 means broken. Read as Optuna stores them: Optuna 5 one attribute each
 * (`constraints:<name>`), older ones a list.
 */
export function constraintsOf({ systemAttrs }: Pick<FrozenTrial, 'systemAttrs'>): Record<string, number> {
  const found: Record<string, number> = {};
  const list = systemAttrs[KEY];
  if (Array.isArray(list))
    list.forEach((value, index) => {
      found[String(index)] = Number(value);
    });
  for (const key in systemAttrs) {
    if (key.startsWith(PREFIX)) found[key.slice(PREFIX.length)] = Number(systemAttrs[key]);
  }
  return found;
}

/** The system attribute that holds a constraint. */
export function constraintKey(name: string): string {
  return PREFIX + name;
}

export function isFeasible(constraints: Record<string, number>): boolean {
  return Object.values(constraints).every((value) => value <= 0);
}

/** How far constraints are broken, summed; 0 where none is. */
export function violation(constraints: Record<string, number>): number {
  return Object.values(constraints).reduce((sum, value) => sum + Math.max(value, 0), 0);
}
