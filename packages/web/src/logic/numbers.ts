/** Numbers as MLflow's JSON writes them: doubles may be the strings "NaN", "Infinity", "-Infinity". */
export function parseDouble(value: unknown): number {
  if (typeof value === 'number') return value;
  if (typeof value === 'string' && value.trim() !== '') return Number(value);
  return Number.NaN;
}

/** An int64, which proto JSON may write as a number or as a string. Missing is null. */
export function parseInt64(value: unknown): number | null {
  if (value === undefined || value === null || value === '') return null;
  const parsed = Number(value);
  return Number.isFinite(parsed) ? parsed : null;
}

/** The number a parameter's text stands for, or null where it is no plain number. */
export function numericText(text: string): number | null {
  if (text.trim() === '') return null;
  const parsed = Number(text);
  return Number.isFinite(parsed) ? parsed : null;
}
