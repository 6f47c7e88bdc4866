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
  return type === 'NAN' || value === null ? Number.NaN : value;
}

/** A moment as SQLAlchemy writes it for SQLite: local time without a zone, with microseconds. */
export function storedDate(date: Date): string {
  const pad = (value: number, width = 2) => String(value).padStart(width, '0');
  const day = `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`;
  const time = `${pad(date.getHours())}:${pad(date.getMinutes())}:${pad(date.getSeconds())}`;
  return `${day} ${time}.${pad(date.getMilliseconds(), 3)}000`;
}

export function readDate(text: string | null): Date | null {
  return text === null ? null : new Date(text.replace(' ', 'T').replace(/(\.\d{3})\d+$/, '$1'));
}
