import { type Int64, toInt64 } from '@orrery/core';
import type { EnumType, Field, FieldType, MessageType, Values } from './message.ts';

/** JSON that is no message of the asked type. */
export class ParseError extends Error {}

/** What is told of a message besides its values. */
export interface Seen {
  /** Whether a name came in lowerCamelCase. */
  camelCase: boolean;
}

/**
 * Reads a message as protobuf's JSON mapping does (https://protobuf.dev/programming-guides/json/), unknown
 * fields ignored: proto or lowerCamelCase names, int64 as number or string, null as absent.
 *
 * @throws ParseError that names the field
 */
export function readMessage<M extends MessageType>(
  type: M,
  json: unknown,
  into: Values<M>,
  seen: Seen,
): void {
  if (!isObject(json)) throw new ParseError('not an object');
  for (const given in json) {
    const spelling = type.spellings.get(given);
    const value = json[given];
    if (spelling === undefined || value === null) continue;
    if (spelling.isCamelCase) seen.camelCase = true;
    try {
      const read = readField(spelling.field, value, seen);
      if (read !== undefined) (into as Record<string, unknown>)[spelling.name] = read;
    } catch (error) {
      throw new ParseError(`${given}: ${(error as Error).message}`, { cause: error });
    }
  }
}

function readField({ type, repeated }: Field, value: unknown, seen: Seen): unknown {
  if (!repeated) return readValue(type, value, seen);
  if (!Array.isArray(value)) throw new ParseError('not a list');
  return value.map((item) => {
    if (item === null) throw new ParseError('null in a list');
    return readValue(type, item, seen);
  });
}

function readValue(type: FieldType, value: unknown, seen: Seen): unknown {
  switch (type) {
    case 'string':
      if (typeof value !== 'string') throw new ParseError(`${JSON.stringify(value)} is not a string`);
      return value;
    case 'bool':
      if (typeof value !== 'boolean') throw new ParseError('not a boolean');
      return value;
    case 'double':
      return readDouble(value);
    case 'int32':
      return readInteger(value, 2 ** 31);
    case 'int64':
      return readInteger(value, 2 ** 63);
  }
  if ('values' in type) return readEnum(type, value);
  const into = {};
  readMessage(type, value, into, seen);
  return into;
}

/** As Python's `float` reads it. */
const FLOAT = /^\s*[+-]?(\d+(_\d+)*\.?(\d+(_\d+)*)?|\.\d+(_\d+)*)(e[+-]?\d+(_\d+)*)?\s*$/i;

function readDouble(value: unknown): number {
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  if (typeof value === 'bigint') return Number(value);
  if (typeof value === 'boolean') return Number(value);
  if (typeof value === 'string') {
    if (value === 'NaN') return Number.NaN;
    if (value === 'Infinity' || value === '-Infinity') return Number(value);
    if (FLOAT.test(value)) return Number(value.replaceAll('_', ''));
  }
  throw new ParseError(`${JSON.stringify(value)} is not a double`);
}

function readInteger(value: unknown, bound: number): Int64 {
  const number = typeof value === 'string' ? fromDigits(value) : value;
  if (typeof number !== 'bigint' && !(typeof number === 'number' && Number.isInteger(number)))
    throw new ParseError(`${JSON.stringify(value)} is not an integer`);
  if (number < -bound || number >= bound) throw new ParseError('integer out of range');
  return Number.isSafeInteger(number) ? number : toInt64(BigInt(number));
}

/** As Python's `int` reads it, but for spaces. */
function fromDigits(text: string): Int64 | null {
  if (!/^[\t\n\r\f\v]*[+-]?\d+(_\d+)*[\t\n\r\f\v]*$/.test(text)) return null;
  return toInt64(text.trim().replaceAll('_', '').replace('+', ''));
}

/** A name that is unknown counts as absent, a number that is unknown is an error. */
function readEnum(type: EnumType, value: unknown): string | undefined {
  if (typeof value === 'string' && value in type.values) return value;
  const number = typeof value === 'string' && /^-?\d+$/.test(value) ? Number(value) : value;
  if (typeof number === 'string') return undefined;
  const name = Object.keys(type.values).find((known) => type.values[known] === Number(number));
  if (name === undefined) throw new ParseError('not an enum value');
  return name;
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
