/** One value or several as a list of texts; nothing as an empty one. */
export function list(value: unknown): string[] {
  return value === undefined || value === null ? [] : [value].flat().map(String);
}

/** A map as it is; anything else as an empty one. */
export function record(value: unknown): Record<string, unknown> {
  return isMap(value) ? value : {};
}

/** `over` over `base`; where both have a map under one name, that of `over` is put over the other one. */
export function mergedMaps(
  base: Record<string, unknown>,
  over: Record<string, unknown>,
): Record<string, unknown> {
  const merged = { ...base };
  for (const [name, value] of Object.entries(over))
    merged[name] = isMap(value) && isMap(base[name]) ? { ...base[name], ...value } : value;
  return merged;
}

/** Whether a value is a map, not a list. */
export function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
