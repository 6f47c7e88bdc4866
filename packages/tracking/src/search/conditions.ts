import { groupOf, isBlank, isGroup, isToken, isWord, type Node, type Token } from './tokens.ts';

/** What can follow a name: how many nodes it takes, and the comparison's parts after the name. */
type Ending = (second: Node, third: Node, fourth: Node | undefined) => Node[] | undefined;

const ENDINGS: { length: number; read: Ending }[] = [
  {
    length: 3,
    read: (second, third) =>
      isWord(second, 'IN') && isGroup(third, 'Parenthesis') ? [second, third] : undefined,
  },
  {
    length: 3,
    read: (second, third) =>
      isWord(second, 'IS') && isWord(third, 'NULL') ? [keyword('IS NULL', second)] : undefined,
  },
  {
    length: 3,
    read: (second, third) =>
      isWord(second, 'IS') && isWord(third, 'NOT NULL') ? [keyword('IS NOT NULL', second)] : undefined,
  },
  {
    length: 4,
    read: (second, third, fourth) =>
      isWord(second, 'NOT') && isWord(third, 'IN') && isGroup(fourth, 'Parenthesis')
        ? [keyword('NOT IN', second), fourth]
        : undefined,
  },
];

/**
 * Makes comparisons of `name IN (…)` and `name IS NULL`, which SQL's grouping leaves apart. A name
 * that starts none takes the three nodes after it out of consideration, as in MLflow.
 */
export function joinConditions(nodes: Node[]): Node[] {
  const solid = nodes.filter((node) => !isBlank(node));
  const joined: Node[] = [];
  let index = 0;
  while (index < solid.length) {
    const [first, second, third, fourth] = solid.slice(index, index + 4) as [Node, Node?, Node?, Node?];
    if (!second || !third) return [...joined, ...solid.slice(index)];
    if (!isGroup(first, 'Identifier')) {
      joined.push(first);
      index += 1;
      continue;
    }
    const ending = ENDINGS.find(({ read }) => read(second, third, fourth));
    const parts = ending?.read(second, third, fourth);
    if (parts) joined.push(groupOf('Comparison', [first, ...parts]));
    else joined.push(...solid.slice(index, index + 4));
    index += ending?.length ?? 4;
  }
  return joined;
}

/** True for what may stand between comparisons. */
export function isConjunction(node: Node): boolean {
  return isBlank(node) || (isToken(node, 'Keyword') && node.text.toUpperCase() === 'AND');
}

function keyword(text: string, { at }: Node): Token {
  return { type: 'token', kind: 'Keyword', text, at };
}
