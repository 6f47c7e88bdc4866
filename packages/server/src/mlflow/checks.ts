import { invalid } from '@orrery/core';
import { invalidValue } from '@orrery/tracking';

/**
 * MLflow's checks of a request's JSON, done after it was read as a message. A check of a type is skipped where
 * reading succeeded, since the type was right then.
 */
export interface Check {
  ofType: boolean;
  /** Whether the check is made even where the field is absent. */
  required?: boolean;
  /** Resolves to null where all is well, else to the message, or `''` for the usual one. */
  problem: (value: unknown) => string | null;
}

const typeCheck = (holds: (value: unknown) => boolean): Check => ({
  ofType: true,
  problem: (value) => (holds(value) ? null : ''),
});

export const isString = typeCheck((value) => typeof value === 'string');
export const isBoolean = typeCheck((value) => typeof value === 'boolean');
export const isArray = typeCheck(Array.isArray);
export const isStringArray = typeCheck(
  (value) => Array.isArray(value) && value.every((item) => typeof item === 'string'),
);
export const isIntegerLike = typeCheck(
  (value) =>
    typeof value === 'number' ||
    typeof value === 'bigint' ||
    typeof value === 'boolean' ||
    (typeof value === 'string' && /^\s*[+-]?\d+\s*$/.test(value)),
);
export const isFloatLike = typeCheck(
  (value) =>
    typeof value === 'number' ||
    typeof value === 'bigint' ||
    typeof value === 'boolean' ||
    (typeof value === 'string' && /^\s*[+-]?(\d+\.?\d*|\.\d+|inf(inity)?|nan)(e[+-]?\d+)?\s*$/i.test(value)),
);
export const required: Check = {
  ofType: false,
  required: true,
  problem: (value) => (isMissing(value) ? 'missing' : null),
};

export const atMost = (limit: number): Check => ({
  ofType: false,
  problem: (value) => (Number(value) > limit ? '' : null),
});

export const within = (low: number, high: number, message: string): Check => ({
  ofType: false,
  problem: (value) => (Number(value) >= low && Number(value) <= high ? null : message),
});

export const atMostItems = (limit: number, message: (count: number) => string): Check => ({
  ofType: false,
  problem: (value) => (Array.isArray(value) && value.length > limit ? message(value.length) : null),
});

/** Each item of a list has these fields. */
export const itemsHave = (path: string, ...names: string[]): Check => ({
  ofType: false,
  problem: (value) => {
    if (!Array.isArray(value)) return null;
    for (let index = 0; index < value.length; index++)
      for (const name of names)
        if (isMissing(value[index]?.[name]))
          return `Missing value for required parameter '${path}[${index}].${name}'.`;
    return null;
  },
});

export type Checks = Record<string, Check[]>;

/** @throws OrreryError with MLflow's message for the first check that fails */
export function runChecks(checks: Checks, json: Record<string, unknown>, typesAreRight: boolean): void {
  for (const name in checks) {
    const list = checks[name] ?? [];
    if (!(name in json) && !list.some((check) => check.required)) continue;
    const value = json[name] ?? (name === 'run_id' ? json.run_uuid : undefined) ?? null;
    for (const check of list) {
      if (check.ofType && typesAreRight) continue;
      const problem = check.problem(value);
      if (problem === null) continue;
      const text =
        problem === 'missing'
          ? `Missing value for required parameter '${name}'.`
          : problem || invalidValue(name, value, ` Hint: Value was of type '${pythonType(value)}'.`);
      throw invalid(`${text} See the API docs for more information about request parameters.`);
    }
  }
}

function isMissing(value: unknown): boolean {
  return value === undefined || value === null || value === '';
}

function pythonType(value: unknown): string {
  if (value === null) return 'NoneType';
  if (Array.isArray(value)) return 'list';
  if (typeof value === 'string') return 'str';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'bigint') return 'int';
  if (typeof value === 'number') return Number.isInteger(value) ? 'int' : 'float';
  return 'dict';
}
