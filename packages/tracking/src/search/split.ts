import { isMark, isToken, isTokenLike, type Token } from './tokens.ts';

/** Cuts tokens into statements at `;` and `GO`; one of blanks alone is none. */
export function splitStatements(tokens: Token[]): Token[][] {
  const statements: Token[][] = [];
  let current: Token[] = [];
  let level = 0;
  let blocks = 0;
  let ended = false;
  for (const token of tokens) {
    if (ended && !isToken(token, 'Whitespace', 'Comment.Single')) {
      statements.push(current);
      current = [];
      level = 0;
      blocks = 0;
      ended = false;
    }
    if (isMark(token, '(')) level += 1;
    else if (isMark(token, ')')) level -= 1;
    else if (isTokenLike(token, 'Keyword')) {
      const word = token.text.toUpperCase();
      if (word === 'BEGIN') {
        blocks += 1;
        level += 1;
      } else if (word === 'END') {
        blocks = Math.max(0, blocks - 1);
        level -= 1;
      }
    }
    current.push(token);
    if (isMark(token, ';')) ended = level <= 0 && blocks === 0;
    else if (isToken(token, 'Keyword') && /^GO(?:\s|$)/.test(token.text)) ended = true;
  }
  if (current.some((token) => !isTokenLike(token, 'Whitespace'))) statements.push(current);
  return statements;
}
