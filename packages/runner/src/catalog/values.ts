/** One value or several as a list of texts; nothing as an empty one. */
export function list(value: unknown): string[] {
  return value === undefined || value === null ? [] : [value].flat().map(String);
}

/** A map as it is; anything else as an empty one. */
export function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
}
