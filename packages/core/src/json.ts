import { type Int64, toInt64 } from './int64.ts';

declare global {
  interface JSON {
    rawJSON(text: string): object;
    parse(
      text: string,
      reviver: (key: string, value: unknown, context: { source?: string }) => unknown,
    ): unknown;
  }
}

const LONG_INTEGER = /(?:^|[[,:\s])-?\d{16,}\s*(?:[\],}]|$)/;

/** As `JSON.parse`, but 64-bit integers that a number cannot hold exactly come as bigints. */
export function parseJson(text: string): unknown {
  return LONG_INTEGER.test(text) ? JSON.parse(text, exactInteger) : JSON.parse(text);
}

/** What `JSON.stringify` writes as exactly this integer. */
export function int64Json(value: Int64): number | object {
  return typeof value === 'bigint' ? JSON.rawJSON(value.toString()) : value;
}

/** As `JSON.stringify`, but 64-bit integers stay exact, and doubles that JSON does not know are text, as in MLflow's API. */
export function toJson(value: unknown): string {
  return JSON.stringify(value, (_key, each: unknown) => {
    if (typeof each === 'bigint') return int64Json(each);
    return typeof each === 'number' && !Number.isFinite(each) ? String(each) : each;
  });
}

function exactInteger(_key: string, value: unknown, { source }: { source?: string }): unknown {
  return typeof value === 'number' && source && /^-?\d{16,19}$/.test(source) ? toInt64(source) : value;
}
