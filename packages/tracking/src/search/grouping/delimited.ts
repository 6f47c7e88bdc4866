import { type Group, type GroupKind, isBlank, isMark, isWord, type Node } from '../tokens.ts';
import { checkBounds, gather } from './edit.ts';

type Test = (node: Node) => boolean;

const mark =
  (text: string): Test =>
  (node) =>
    isMark(node, text);
const word =
  (...words: string[]): Test =>
  (node) =>
    isWord(node, ...words);

/** What starts and ends with a delimiter, in the order in which it is looked for. */
const DELIMITED: { kind: GroupKind; opens: Test; closes: Test }[] = [
  { kind: 'SquareBrackets', opens: mark('['), closes: mark(']') },
  { kind: 'Parenthesis', opens: mark('('), closes: mark(')') },
  { kind: 'Case', opens: word('CASE'), closes: word('END') },
  { kind: 'If', opens: word('IF'), closes: word('END IF') },
  { kind: 'For', opens: word('FOR', 'FOREACH'), closes: word('END LOOP') },
  { kind: 'Begin', opens: word('BEGIN'), closes: word('END') },
];

const DELIMITED_KINDS = new Set(DELIMITED.map(({ kind }) => kind));

/** Groups parentheses, brackets and blocks; a delimiter without its partner stays as it is. */
export function groupDelimited(statement: Group): void {
  for (const delimiters of DELIMITED) pair(statement, delimiters, 0);
}

function pair(list: Group, delimiters: (typeof DELIMITED)[number], depth: number): void {
  checkBounds(list, depth);
  const openings: number[] = [];
  let gathered = 0;
  for (const [place, node] of [...list.children].entries()) {
    const index = place - gathered;
    if (isBlank(node)) continue;
    if (node.type === 'group') {
      if (node.kind !== delimiters.kind) pair(node, delimiters, depth + 1);
    } else if (delimiters.opens(node)) {
      openings.push(index);
    } else if (delimiters.closes(node)) {
      const opening = openings.pop();
      if (opening === undefined) continue;
      gather(list, delimiters.kind, opening, index);
      gathered += index - opening;
    }
  }
}

/** True for the first and last child of a group that delimiters make: they never leave it. */
export function isDelimiterOf(list: Group, node: Node): boolean {
  return DELIMITED_KINDS.has(list.kind) && (node === list.children[0] || node === list.children.at(-1));
}
