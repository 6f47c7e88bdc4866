/** A 64-bit integer: a bigint only where a number would not be exact. */
export type Int64 = number | bigint;

/** Reads decimal digits, or turns a bigint into a number where that is exact. */
export function toInt64(value: string | bigint): Int64 {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : BigInt(value);
}
