import { invalid } from '@orrery/core';
import { pythonBytes, pythonJson } from '../python-repr.ts';
import { decodeBase64 } from './base64.ts';

/** The page token of the results from `offset` on: base64 of `{"offset": n}`. */
export function encodeOffsetToken(offset: number): string {
  return Buffer.from(`{"offset": ${offset}}`).toString('base64');
}

/** The offset that a page token stands for; 0 without one. Throws INVALID_PARAMETER_VALUE for no token of ours. */
export function decodeOffsetToken(token: string | null | undefined): number {
  if (!token) return 0;
  const bytes = decodeBase64(token);
  if (!bytes) throw invalid('Invalid page token, could not base64-decode');
  const parsed = parseJson(bytes);
  const offset =
    typeof parsed === 'object' && parsed !== null ? (parsed as { offset?: unknown }).offset : undefined;
  if (isEmpty(offset)) throw invalid(`Invalid page token, parsed value=${pythonJson(parsed)}`);
  const number = toInteger(offset);
  if (number === undefined) throw invalid(`Invalid page token, not stringable ${offset}`);
  return number;
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
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
