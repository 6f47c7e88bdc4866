import { formatNumber } from '../../logic/format.ts';

/** A param's value: figures shortened, everything else as it is. */
export function formatValue(value: unknown): string {
  if (typeof value === 'number') return formatNumber(value, 4);
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** The same in full. */
export function formatExactly(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
