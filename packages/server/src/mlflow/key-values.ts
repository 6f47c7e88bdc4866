/** Tags or params as they stand in a message, with protobuf's defaults for what is absent. */
export function keyValues(list: { key?: string; value?: string }[] = []): { key: string; value: string }[] {
  return list.map(({ key = '', value = '' }) => ({ key, value }));
}
