import { int64Json, invalid, parseJson } from '@orrery/core';
import { pythonBytes, pythonJson } from '../python-repr.ts';
import { decodeBase64 } from './base64.ts';

/** What the rows of a search are sorted by, as one of them has it. */
export type SortValues = (string | number | bigint | boolean | null)[];

/** Where a page begins: after a row that had these values, else at an offset. */
export interface Position {
  offset: number;
  after: SortValues | null;
}

/**
 * A page token: base64 of `{"offset": n, "after": […]}`. MLflow's own has the offset alone, and each reads the
 * other's. The sort values of the last row seen make a page begin behind that row whatever has come before it.
 *
 * @param more what MLflow's token says besides
 */
export function encodePageToken(offset: number, after: SortValues, more: object = {}): string {
  const values = after.map((value) => (typeof value === 'bigint' ? int64Json(value) : value));
  return Buffer.from(JSON.stringify({ ...more, offset, after: values })).toString('base64');
}

/** Where a page token leads; the beginning without one. Throws INVALID_PARAMETER_VALUE for no token of ours. */
export function decodePageToken(token: string | null | undefined): Position {
  if (!token) return { offset: 0, after: null };
  const bytes = decodeBase64(token);
  if (!bytes) throw invalid('Invalid page token, could not base64-decode');
  const parsed = parse(bytes);
  const fields = (typeof parsed === 'object' && parsed !== null ? parsed : {}) as Record<string, unknown>;
  if (isEmpty(fields.offset)) throw invalid(`Invalid page token, parsed value=${pythonJson(parsed)}`);
  const offset = toInteger(fields.offset);
  if (offset === undefined) throw invalid(`Invalid page token, not stringable ${fields.offset}`);
  const { after } = fields;
  return { offset, after: Array.isArray(after) && after.every(isScalar) ? after : null };
}

function isScalar(value: unknown): value is SortValues[number] {
  return typeof value !== 'object' || value === null;
}

function parse(bytes: Uint8Array): unknown {
  try {
    return parseJson(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw invalid(`Invalid page token, decoded value=${pythonBytes(bytes)}`);
  }
}

/** What Python takes for false. */
function isEmpty(value: unknown): boolean {
  if (typeof value === 'object' && value !== null) return Object.keys(value).length === 0;
  return !value;
}

function toInteger(value: unknown): number | undefined {
  if (typeof value === 'boolean') return 1;
  if (typeof value === 'number') return Math.trunc(value);
  if (typeof value !== 'string' || !/^\s*[+-]?\d+(_\d+)*\s*$/.test(value)) return undefined;
  return Number(value.replaceAll('_', ''));
}
