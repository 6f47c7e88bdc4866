type Stored = [value: number | null, type: 'FINITE' | 'INF_POS' | 'INF_NEG' | 'NAN'];

/** A double as Optuna's columns hold it: the value where it is finite, else only its kind. */
export function storedDouble(value: number): Stored {
  if (Number.isNaN(value)) return [null, 'NAN'];
  if (value === Number.POSITIVE_INFINITY) return [null, 'INF_POS'];
  if (value === Number.NEGATIVE_INFINITY) return [null, 'INF_NEG'];
  return [value, 'FINITE'];
}

export function readDouble(value: number | null, type: string): number {
  if (type === 'INF_POS') return Number.POSITIVE_INFINITY;
  if (type === 'INF_NEG') return Number.NEGATIVE_INFINITY;
  return type === 'NAN' || value === null ? Number.NaN : Number(value);
}

/** A moment in microseconds as Optuna 5 stores it: UTC without a zone. */
export function storedMoment(micros: number | null): string | null {
  if (micros === null) return null;
  const millis = Math.floor(micros / 1000);
  const rest = String(micros - millis * 1000).padStart(3, '0');
  return new Date(millis).toISOString().replace('T', ' ').replace('Z', rest);
}

/** Reads `2026-01-31 12:00:00.123456`, with any number of digits after the dot, as microseconds. */
export function readMoment(text: string | null): number | null {
  if (text === null) return null;
  const [seconds = '', fraction = ''] = text.split('.');
  return Date.parse(`${seconds.replace(' ', 'T')}Z`) * 1000 + Number(fraction.padEnd(6, '0').slice(0, 6));
}

export function nowMicros(): number {
  return Date.now() * 1000;
}
