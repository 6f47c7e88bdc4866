import { kindOfWord } from './keywords.ts';
import type { Token, TokenKind } from './tokens.ts';

/** Character classes as Python's `re` has them for text. */
const W = '[\\p{L}\\p{N}_]';
const D = '\\p{Nd}';
const S = '[\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]';
const LETTER = 'A-ZÀ-Üİı';
const END_OF_WORD = `(?!${W})`;

/** How MLflow's SQL tokenizer reads text: at each offset, the first pattern that matches wins. */
const RULES: [pattern: string, kind: TokenKind | 'word'][] = [
  [`(?:--|# )\\+[^\\n]*?(?:\\r\\n|\\r|\\n|$)`, 'Comment.Single.Hint'],
  [`(?:--|# )[^\\n]*?(?:\\r\\n|\\r|\\n|$)`, 'Comment.Single'],
  [`\\r\\n|\\r|\\n`, 'Whitespace.Newline'],
  [S, 'Whitespace'],
  [`:=`, 'Assignment'],
  [`::`, 'Punctuation'],
  [`\\*`, 'Wildcard'],
  ['`(?:``|[^`])*`', 'Name'],
  [`´(?:´´|[^´])*´`, 'Name'],
  [`\\?`, 'Name.Placeholder'],
  [`%(?:\\(${W}+\\))?s`, 'Name.Placeholder'],
  [`(?<!${W})[$:?]${W}+`, 'Name.Placeholder'],
  [`\\\\${W}+`, 'Command'],
  [`(?:CASE|IN|VALUES|USING|FROM|AS)${END_OF_WORD}`, 'Keyword'],
  [`(?:@|##|#)[${LETTER}]${W}+`, 'Name'],
  [`[${LETTER}]${W}*(?=${S}*\\.(?!${D}))`, 'Name'],
  [`(?<=\\.)[${LETTER}]${W}*`, 'Name'],
  [`[${LETTER}]${W}*(?=\\()`, 'Name'],
  [`-?0x[${D}A-F]+`, 'Number.Hexadecimal'],
  [`-?${D}+(?:\\.${D}+)?E-?${D}+`, 'Number.Float'],
  [`-?(?:${D}+\\.${D}*|\\.${D}+)(?![_${LETTER}])`, 'Number.Float'],
  [`-?${D}+(?![_${LETTER}])`, 'Number.Integer'],
  [`'(?:''|\\\\'|[^'])*'`, 'String.Single'],
  [`"(?:""|\\\\"|[^"])*"`, 'String.Symbol'],
  [`(?<![\\p{L}\\p{N}_\\])])\\[[^\\]\\[]+\\]`, 'Name'],
  [
    `(?:(?:(?:LEFT|RIGHT|FULL)${S}+)?(?:(?:INNER|OUTER|STRAIGHT)${S}+)?|(?:(?:CROSS|NATURAL)${S}+)?)JOIN${END_OF_WORD}`,
    'Keyword',
  ],
  [`END(?:${S}+(?:IF|LOOP|WHILE|FOR|CASE))?${END_OF_WORD}`, 'Keyword'],
  [`IF${S}+(?:NOT${S}+)?EXISTS${END_OF_WORD}`, 'Keyword'],
  [`NOT${S}+NULL${END_OF_WORD}`, 'Keyword'],
  [`(?:ASC|DESC)(?:${S}+NULLS${S}+(?:FIRST|LAST))?${END_OF_WORD}`, 'Keyword.Order'],
  [`NULLS${S}+(?:FIRST|LAST)${END_OF_WORD}`, 'Keyword.Order'],
  [`UNION${S}+ALL${END_OF_WORD}`, 'Keyword'],
  [`CREATE(?:${S}+OR${S}+REPLACE)?${END_OF_WORD}`, 'Keyword.DDL'],
  [`DOUBLE${S}+PRECISION${END_OF_WORD}`, 'Name.Builtin'],
  [`(?:GROUP|ORDER)${S}+BY${END_OF_WORD}`, 'Keyword'],
  [`PRIMARY${S}+KEY${END_OF_WORD}`, 'Keyword'],
  [`HANDLER${S}+FOR${END_OF_WORD}`, 'Keyword'],
  [`GO${S}${D}${END_OF_WORD}`, 'Keyword'],
  [`LATERAL${S}+VIEW${S}+(?:EXPLODE|INLINE|PARSE_URL_TUPLE|POSEXPLODE|STACK)${END_OF_WORD}`, 'Keyword'],
  [`(?:AT|WITH')${S}+TIME${S}+ZONE${S}+'[^']+'`, 'Keyword.TZCast'],
  [`(?:NOT${S}+)?(?:LIKE|ILIKE|RLIKE)${END_OF_WORD}`, 'Operator.Comparison'],
  [`(?:NOT${S}+)?REGEXP(?:${S}+BINARY)?${END_OF_WORD}`, 'Operator.Comparison'],
  [`${W}[$#\\p{L}\\p{N}_]*`, 'word'],
  [`[;:()\\[\\],.]`, 'Punctuation'],
  [`->>?|#>>?|@>|<@|-`, 'Operator'],
  [`[<>=~!]+`, 'Operator.Comparison'],
  [`[+/@#%^&|-]+`, 'Operator'],
];

const PATTERNS = RULES.map(([pattern, kind]) => ({ pattern: new RegExp(pattern, 'iuy'), kind }));

/** Cuts text into tokens. Everything is kept: their texts, joined, are the text. */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  const findSpan = spanFinder(text);
  let at = 0;
  while (at < text.length) {
    const token = findSpan(at) ?? firstMatch(text, at);
    tokens.push(token);
    at += token.text.length;
  }
  return tokens;
}

function firstMatch(text: string, at: number): Token {
  for (const { pattern, kind } of PATTERNS) {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0];
    if (found) return { type: 'token', kind: kind === 'word' ? kindOfWord(found) : kind, text: found, at };
  }
  return { type: 'token', kind: 'Error', text: String.fromCodePoint(text.codePointAt(at) as number), at };
}

const DOLLAR_TAG = new RegExp(`(?<![\\p{L}\\p{N}_"$])\\$(?:[_${LETTER}]${W}*)?\\$`, 'iuy');
const COMMENT_OPENER = /\/\*\+?/y;

/** Finds comments and `$tag$…$tag$` literals, which are such only if they end somewhere. */
function spanFinder(text: string): (at: number) => Token | undefined {
  const unclosed = new Set<string>();
  return (at) => {
    const span = openerAt(text, at);
    if (!span || unclosed.has(span.closer)) return undefined;
    const end = text.indexOf(span.closer, at + span.opener.length);
    if (end < 0) {
      unclosed.add(span.closer);
      return undefined;
    }
    return { type: 'token', kind: span.kind, text: text.slice(at, end + span.closer.length), at };
  };
}

function openerAt(text: string, at: number): { opener: string; closer: string; kind: TokenKind } | undefined {
  const char = text[at];
  if (char === '$') {
    DOLLAR_TAG.lastIndex = at;
    const tag = DOLLAR_TAG.exec(text)?.[0];
    return tag === undefined ? undefined : { opener: tag, closer: tag, kind: 'Literal' };
  }
  if (char !== '/') return undefined;
  COMMENT_OPENER.lastIndex = at;
  const opener = COMMENT_OPENER.exec(text)?.[0];
  if (opener === undefined) return undefined;
  const kind = opener === '/*' ? 'Comment.Multiline' : 'Comment.Multiline.Hint';
  return { opener, closer: '*/', kind };
}
