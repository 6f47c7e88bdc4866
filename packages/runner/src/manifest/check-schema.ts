import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js';
import { didYouMean } from './problem.ts';

type Path = (string | number)[];

const ajv = new Ajv2020({ allErrors: true, strict: false, verbose: true });

/** Holds a value against a JSON Schema; each finding names the path at which it stands. */
export function checkSchema(schema: object, value: unknown): { path: Path; message: string }[] {
  const validate = ajv.compile(withoutIdentity(schema));
  if (validate(value)) return [];
  // What a condition asks for is reported by itself.
  return (validate.errors ?? []).filter(({ keyword }) => keyword !== 'if').map(describe);
}

const known = new WeakMap<object, object>();

/** A schema without the names that it goes by, so that two may have one, and of any draft. */
function withoutIdentity(schema: object): object {
  const { $schema: _draft, $id: _id, ...rest } = schema as Record<string, unknown>;
  if (!known.has(schema)) known.set(schema, rest);
  return known.get(schema) as object;
}

/** What keeps a value from being a JSON Schema, or null. */
export function schemaFault(schema: unknown): string | null {
  if (typeof schema !== 'object' || schema === null) return 'it must be an object.';
  try {
    ajv.compile(withoutIdentity(schema));
    return null;
  } catch (error) {
    return (error as Error).message;
  }
}

function describe(error: ErrorObject): { path: Path; message: string } {
  const path = pathOf(error);
  const name = path.at(-1);
  const shown = JSON.stringify(error.data);
  switch (error.keyword) {
    case 'additionalProperties': {
      const { additionalProperty } = error.params as { additionalProperty: string };
      const known = Object.keys((error.parentSchema as { properties?: object }).properties ?? {});
      return {
        path: [...path, additionalProperty],
        message: `unknown name '${additionalProperty}'.${didYouMean(additionalProperty, known) || ` Known are ${known.join(', ')}.`}`,
      };
    }
    case 'required':
      return {
        path,
        message: `'${(error.params as { missingProperty: string }).missingProperty}' is missing.`,
      };
    case 'enum': {
      const allowed = (error.params as { allowedValues: unknown[] }).allowedValues;
      const near = typeof error.data === 'string' ? didYouMean(error.data, allowed.map(String)) : '';
      return { path, message: `${name}: ${shown} is none of ${allowed.join(', ')}.${near}` };
    }
    case 'type':
      return {
        path,
        message: `${name ?? 'the file'}: ${shown} must be ${[(error.params as { type: string | string[] }).type].flat().join(' or ')}.`,
      };
    case 'minItems':
      return {
        path,
        message: `${name ?? 'the file'}: it is empty. Give ${(error.params as { limit: number }).limit} or more.`,
      };
    default:
      return { path, message: `${name ?? 'the file'}: ${shown} ${error.message}.` };
  }
}

/** The path of an error, from its JSON pointer (RFC 6901). */
function pathOf({ instancePath }: ErrorObject): Path {
  const parts = instancePath.split('/').slice(1);
  return parts.map((part) =>
    /^\d+$/.test(part) ? Number(part) : part.replaceAll('~1', '/').replaceAll('~0', '~'),
  );
}
