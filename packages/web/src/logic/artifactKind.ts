export type ArtifactKind = 'image' | 'markdown' | 'json' | 'table' | 'text' | 'binary';

const KINDS: Readonly<Record<string, ArtifactKind>> = Object.fromEntries(
  (
    [
      ['image', 'png jpg jpeg gif webp svg bmp avif ico'],
      ['markdown', 'md markdown'],
      ['json', 'json'],
      ['table', 'csv tsv'],
      [
        'text',
        'txt log yaml yml toml ini cfg conf env py ts js r sh sql xml html css jsonl ndjson out err tex dockerfile lock',
      ],
    ] as const
  ).flatMap(([kind, extensions]) => extensions.split(' ').map((extension) => [extension, kind])),
);

const BARE_TEXT = new Set([
  'mlmodel',
  'dockerfile',
  'makefile',
  'license',
  'readme',
  'conda',
  'requirements',
]);

/** How an artifact is previewed, from its name. */
export function artifactKind(path: string): ArtifactKind {
  const name = (path.split('/').at(-1) ?? '').toLowerCase();
  const dot = name.lastIndexOf('.');
  if (dot < 0) return BARE_TEXT.has(name) ? 'text' : 'binary';
  return KINDS[name.slice(dot + 1)] ?? 'binary';
}
