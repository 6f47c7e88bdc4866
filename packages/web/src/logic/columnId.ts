/** What a runs-table column shows. Its id is `kind.key`, as in MLflow's filter language; `sparks` are metrics drawn small. */
export type ColumnKind = 'metrics' | 'params' | 'tags' | 'attributes' | 'sparks';

export interface ColumnRef {
  kind: ColumnKind;
  key: string;
}

const KINDS: readonly string[] = ['metrics', 'params', 'tags', 'attributes', 'sparks'];

export function columnId({ kind, key }: ColumnRef): string {
  return `${kind}.${key}`;
}

export function parseColumnId(id: string): ColumnRef | null {
  const dot = id.indexOf('.');
  const kind = id.slice(0, dot);
  if (dot < 1 || !KINDS.includes(kind)) return null;
  return { kind: kind as ColumnKind, key: id.slice(dot + 1) };
}

/** Column ids as one URL value; a comma inside a name survives. */
export function encodeColumns(ids: readonly string[]): string {
  return ids.map((id) => id.replaceAll('%', '%25').replaceAll(',', '%2C')).join(',');
}

export function decodeColumns(text: string): string[] {
  return text
    .split(',')
    .filter(Boolean)
    .map((id) => id.replaceAll('%2C', ',').replaceAll('%25', '%'));
}
