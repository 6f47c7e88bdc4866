import { writeColumn, writeText } from './filterClauses.ts';

/** What can be written where the caret stands. */
export interface Completion {
  /** The part of the text that a choice takes the place of. */
  from: number;
  to: number;
  options: { text: string; label: string; note?: string }[];
}

/** Which column's values would be needed to go on, if any. */
export interface Expected {
  kind: 'name' | 'comparator' | 'value' | 'and';
  from: number;
  /** What is written of it already. */
  typed: string;
  /** The column that is compared, where one is. */
  column: string | null;
}

const ATTRIBUTES = ['run_name', 'status', 'start_time', 'end_time', 'user_id', 'run_id', 'artifact_uri'];
const NUMERIC = ['=', '!=', '>', '>=', '<', '<='];
const TEXTS = ['=', '!=', 'LIKE', 'ILIKE'];
const STATUSES = ['RUNNING', 'FINISHED', 'FAILED', 'KILLED', 'SCHEDULED'];
const MOST = 60;

const NAME = String.raw`(?:[\w./-]|\`[^\`]*\`|"[^"]*")`;
const COMPARATOR = String.raw`(?:>=|<=|!=|=|>|<|(?:not\s+)?(?:i?like|in)\b)`;
const AT_NAME = new RegExp(String.raw`^\s*(${NAME}*|\w+\.[\`"][^\`"]*)$`, 'i');
const AT_COMPARATOR = new RegExp(String.raw`^\s*(${NAME}+)\s+([<>=!]*|[a-z ]*)$`, 'i');
const AT_VALUE = new RegExp(
  String.raw`^\s*(${NAME}+)\s*(${COMPARATOR})(?:\s+|(?=['"\w.-]))('[^']*|"[^"]*|[^\s'"]*)$`,
  'i',
);

/** What a filter goes on with at the caret. */
export function expectedAt(text: string, caret: number): Expected {
  const before = text.slice(0, caret);
  const start = lastClauseStart(before);
  const clause = before.slice(start);
  const value = AT_VALUE.exec(clause);
  if (value) return at('value', before, value[3] ?? '', value[1] ?? null);
  const comparator = AT_COMPARATOR.exec(clause);
  if (comparator) return at('comparator', before, comparator[2] ?? '', comparator[1] ?? null);
  const name = AT_NAME.exec(clause);
  if (name) return at('name', before, name[1] ?? '', null);
  const word = /[a-z]*$/i.exec(clause)?.[0] ?? '';
  return at('and', before, word, null);
}

interface Known {
  names: readonly { column: string; runs: number }[];
  values: readonly (string | number)[];
}

/** The choices for what is expected, those that begin with what is typed first. */
export function completionAt(text: string, caret: number, known: Known): Completion {
  const expected = expectedAt(text, caret);
  const { from, typed } = expected;
  return { from, to: caret, options: ordered(choices(expected, known), typed).slice(0, MOST) };
}

function choices({ kind, column }: Expected, { names, values }: Known): Completion['options'] {
  if (kind === 'and') return [{ text: 'and ', label: 'and' }];
  if (kind === 'name')
    return [
      ...names.map(({ column: name, runs }) => ({
        text: `${writeColumn(name)} `,
        label: name,
        note: `${runs.toLocaleString('en-US')} runs`,
      })),
      ...ATTRIBUTES.map((name) => ({ text: `attributes.${name} `, label: `attributes.${name}` })),
    ];
  if (kind === 'comparator')
    return (isNumeric(column) ? NUMERIC : TEXTS).map((sign) => ({ text: `${sign} `, label: sign }));
  const given = /\.status$/.test(column ?? '') ? STATUSES : values;
  return given.map((value) => {
    const label = String(value);
    return { text: `${isNumeric(column) ? label : writeText(label)} `, label };
  });
}

/** Whether a column is compared with numbers. */
function isNumeric(column: string | null): boolean {
  return /^metrics?\.|\.(start|end)_time$/.test(column ?? '');
}

function ordered(options: Completion['options'], typed: string): Completion['options'] {
  const words = typed.replaceAll(/[`'"]/g, '').toLowerCase();
  const place = (label: string): number => {
    const name = label.toLowerCase();
    if (name.startsWith(words)) return 0;
    if (name.slice(name.indexOf('.') + 1).startsWith(words)) return 1;
    return name.includes(words) ? 2 : 3;
  };
  return options
    .map((option) => ({ option, rank: place(option.label) }))
    .filter(({ rank }) => rank < 3)
    .sort((a, b) => a.rank - b.rank)
    .map(({ option }) => option);
}

function at(kind: Expected['kind'], before: string, typed: string, column: string | null): Expected {
  return {
    kind,
    from: before.length - typed.length,
    typed,
    column: column?.replaceAll(/[`"]/g, '') ?? null,
  };
}

function lastClauseStart(before: string): number {
  let start = 0;
  for (const match of before.matchAll(/'[^']*'|"[^"]*"|`[^`]*`|\band\s/gi))
    if (/^and\s$/i.test(match[0])) start = match.index + match[0].length;
  return start;
}
