/** Comparisons of MLflow's filter language, which all have to hold. */
export interface Clause {
  /** `metrics.loss` */
  column: string;
  comparator: string;
  /** As it is written: `0.1`, `'mlp'`. */
  value: string;
}

const PLAIN = /^[\w./-]+$/;

/** The comparisons of a filter as they are written; quotes may hold an AND. */
export function splitClauses(filter: string): string[] {
  const clauses: string[] = [];
  let from = 0;
  const pattern = /'(?:[^']|'')*'?|"[^"]*"?|`[^`]*`?|\band\b/gi;
  for (const match of filter.matchAll(pattern)) {
    if (match[0].toLowerCase() !== 'and') continue;
    clauses.push(filter.slice(from, match.index).trim());
    from = match.index + 3;
  }
  return [...clauses, filter.slice(from).trim()].filter(Boolean);
}

/** A column's name as a filter writes it. */
export function writeColumn(column: string): string {
  const dot = column.indexOf('.');
  const [kind, key] = [column.slice(0, dot), column.slice(dot + 1)];
  if (kind === 'attributes' || PLAIN.test(key)) return column;
  return `${kind}.${key.includes('`') ? `"${key}"` : `\`${key}\``}`;
}

/** A text as a filter writes it. */
export function writeText(text: string): string {
  return text.includes("'") ? `"${text}"` : `'${text}'`;
}

/** A filter with one more comparison, in place of those of the same column with the same comparator. */
export function withClause(filter: string, { column, comparator, value }: Clause): string {
  const written = `${writeColumn(column)} ${comparator} ${value}`;
  const rest = splitClauses(filter).filter((clause) => {
    const known = readClause(clause);
    return !known || known.column !== column || known.comparator !== comparator;
  });
  return [...rest, written].join(' and ');
}

/** A filter without the comparisons of a column. */
export function withoutColumn(filter: string, column: string): string {
  return splitClauses(filter)
    .filter((clause) => readClause(clause)?.column !== column)
    .join(' and ');
}

const CLAUSE = /^([\w./-]+|\w+\.(?:`[^`]*`|"[^"]*"))\s*(>=|<=|!=|=|>|<|(?:not\s+)?(?:i?like|in)\b)\s*(.+)$/is;

/** What a comparison says, where it is plain enough to be read. */
export function readClause(clause: string): Clause | null {
  const [, name, comparator, value] = CLAUSE.exec(clause) ?? [];
  if (!name || !comparator || !value) return null;
  return { column: name.replaceAll(/[`"]/g, ''), comparator: comparator.toUpperCase(), value: value.trim() };
}
