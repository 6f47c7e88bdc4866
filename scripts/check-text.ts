import { globSync, readFileSync } from 'node:fs';
import { parseAst } from 'rolldown/parseAst';

/** Attributes that are read aloud or shown. */
const SHOWN = new Set([
  'aria-label',
  'title',
  'placeholder',
  'label',
  'alt',
  'hint',
  'heading',
  'description',
  'aside',
  'action',
  'altText',
]);
/** Names in objects whose texts are shown: headers of columns, labels of tabs and menus. */
const SHOWN_IN_OBJECTS = new Set(['header', 'label', 'word']);
/** The page that shows the parts of the design has samples, which are nobody's words. */
const SAMPLES = 'packages/web/src/pages/design/';

type Node = { type: string; start: number; value?: unknown; name?: { name: string } } & Record<
  string,
  unknown
>;

const hasWords = (text: unknown) => typeof text === 'string' && /\p{L}{2}/u.test(text.replace(/&\w+;/g, ''));

/** Words of the page that are written where they are shown, in place of the `text.ts` beside. */
function* wordsIn(node: unknown): Iterable<Node> {
  if (Array.isArray(node)) for (const each of node) yield* wordsIn(each);
  if (typeof node !== 'object' || node === null || !('type' in node)) return;
  const found = node as Node;
  const { type, value, name } = found;
  if (type === 'JSXText' && hasWords(value)) yield found;
  const literal = value as Node | null;
  if (
    type === 'JSXAttribute' &&
    SHOWN.has(name?.name ?? '') &&
    literal?.type === 'Literal' &&
    hasWords(literal.value)
  )
    yield found;
  const key = found.key as { name?: string } | undefined;
  if (type === 'Property' && SHOWN_IN_OBJECTS.has(key?.name ?? '') && isWritten(literal)) yield found;
  // A choice, and what it is called.
  const [first, second, ...more] = (type === 'ArrayExpression' ? found.elements : []) as Node[];
  if (
    first?.type === 'Literal' &&
    isWritten(second) &&
    more.length === 0 &&
    /^\p{Lu}/u.test(String(second?.value))
  )
    yield found;
  const { object, property } = (type === 'CallExpression' ? found.callee : {}) as {
    object?: { name: string };
    property?: { name: string };
  };
  if (object?.name === 'notify' && property && isWritten((found.arguments as Node[])[0])) yield found;
  for (const each of Object.values(found)) yield* wordsIn(each);
}

/** Whether a text stands here, whole or with gaps. */
function isWritten(node: Node | null | undefined): boolean {
  if (node?.type === 'TemplateLiteral')
    return (node.quasis as { value: { raw: string } }[]).some(({ value }) => hasWords(value.raw));
  return node?.type === 'Literal' && hasWords(node.value);
}

for (const file of globSync('packages/web/src/**/*.{ts,tsx}')) {
  if (file.startsWith(SAMPLES) || file.endsWith('/text.ts') || /\/(data|logic)\//.test(file)) continue;
  const source = readFileSync(file, 'utf8');
  for (const { start } of wordsIn(parseAst(source, { lang: 'tsx' }).body)) {
    const line = source.slice(0, start).split('\n').length;
    console.error(
      `${file}:${line}: words belong into the text.ts beside: ${source.slice(start, start + 50).trim()}`,
    );
    process.exitCode = 1;
  }
}
