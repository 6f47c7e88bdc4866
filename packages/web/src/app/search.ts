/** A text value of the URL's query, absent where it is absent or empty. */
export function text<K extends string>(search: Record<string, unknown>, key: K): { [name in K]?: string } {
  const value = search[key];
  if (value === undefined || value === null || value === '') return {};
  return { [key]: typeof value === 'string' ? value : String(value) } as { [name in K]?: string };
}
