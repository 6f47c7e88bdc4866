/** What a piece of text is. A dot refines: a `Keyword.DML` is a `Keyword`. */
export type TokenKind =
  | 'Whitespace'
  | 'Whitespace.Newline'
  | 'Comment.Single'
  | 'Comment.Single.Hint'
  | 'Comment.Multiline'
  | 'Comment.Multiline.Hint'
  | 'Assignment'
  | 'Punctuation'
  | 'Wildcard'
  | 'Name'
  | 'Name.Builtin'
  | 'Name.Placeholder'
  | 'Command'
  | 'Keyword'
  | 'Keyword.CTE'
  | 'Keyword.DCL'
  | 'Keyword.DDL'
  | 'Keyword.DML'
  | 'Keyword.Order'
  | 'Keyword.TZCast'
  | 'Number.Float'
  | 'Number.Hexadecimal'
  | 'Number.Integer'
  | 'String.Single'
  | 'String.Symbol'
  | 'Literal'
  | 'Operator'
  | 'Operator.Comparison'
  | 'Error';

/** A part of a statement that reads as one. */
export type GroupKind =
  | 'Statement'
  | 'Assignment'
  | 'Begin'
  | 'Case'
  | 'Comment'
  | 'Comparison'
  | 'For'
  | 'Function'
  | 'Identifier'
  | 'IdentifierList'
  | 'If'
  | 'Operation'
  | 'Over'
  | 'Parenthesis'
  | 'SquareBrackets'
  | 'TypedLiteral'
  | 'Values'
  | 'Where';

/** The smallest piece; `at` is its offset in the source. */
export interface Token {
  type: 'token';
  kind: TokenKind;
  text: string;
  at: number;
}

/** Pieces that belong together; `text` is theirs, joined. */
export interface Group {
  type: 'group';
  kind: GroupKind;
  text: string;
  at: number;
  children: Node[];
}

export type Node = Token | Group;

/** Makes a group of what follows one another. */
export function groupOf(kind: GroupKind, children: Node[]): Group {
  const text = children.map((child) => child.text).join('');
  return { type: 'group', kind, text, at: children[0]?.at ?? 0, children };
}

/** True for a token of one of exactly these kinds. */
export function isToken<K extends TokenKind>(
  node: Node | undefined,
  ...kinds: K[]
): node is Token & { kind: K } {
  return node?.type === 'token' && (kinds as TokenKind[]).includes(node.kind);
}

/** True for a token of this kind or of a refinement of it. */
export function isTokenLike<K extends TokenKind | 'Comment' | 'Number'>(
  node: Node | undefined,
  kind: K,
): node is Token & { kind: K | `${K}.${string}` } {
  return node?.type === 'token' && (node.kind === kind || node.kind.startsWith(`${kind}.`));
}

/** True for a group of one of these kinds. */
export function isGroup<K extends GroupKind>(
  node: Node | undefined,
  ...kinds: K[]
): node is Group & { kind: K } {
  return node?.type === 'group' && (kinds as GroupKind[]).includes(node.kind);
}

/** True for a plain keyword that is one of `words`, in upper case. */
export function isWord(node: Node | undefined, ...words: string[]): node is Token & { kind: 'Keyword' } {
  return isToken(node, 'Keyword') && words.includes(node.text.toUpperCase());
}

/** True for this punctuation mark. */
export function isMark(node: Node | undefined, mark: string): node is Token & { kind: 'Punctuation' } {
  return isToken(node, 'Punctuation') && node.text === mark;
}

/** True for blanks and line ends. */
export function isBlank(node: Node | undefined): boolean {
  return isTokenLike(node, 'Whitespace');
}
