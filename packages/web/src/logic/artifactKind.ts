const KINDS = {
  image: 'png jpg jpeg gif webp svg bmp avif ico',
  audio: 'wav mp3 ogg oga flac m4a aac opus',
  video: 'mp4 webm ogv mov m4v',
  pdf: 'pdf',
  html: 'html htm',
  markdown: 'md markdown',
  json: 'json',
  yaml: 'yaml yml',
  table: 'csv tsv',
  notebook: 'ipynb',
  numpy: 'npy npz',
  parquet: 'parquet pq',
  log: 'log out err',
  text: 'txt toml ini cfg conf env py ts js r sh sql xml css jsonl ndjson tex dockerfile lock rst c h cpp cu java go rs jl ipy diff patch',
} as const;

export type ArtifactKind = keyof typeof KINDS | 'binary';

const BY_EXTENSION: Readonly<Record<string, ArtifactKind>> = Object.fromEntries(
  Object.entries(KINDS).flatMap(([kind, extensions]) =>
    extensions.split(' ').map((extension) => [extension, kind as ArtifactKind]),
  ),
);

const BARE: Readonly<Record<string, ArtifactKind>> = {
  mlmodel: 'yaml',
  mlproject: 'yaml',
  dockerfile: 'text',
  makefile: 'text',
  license: 'text',
  readme: 'text',
  conda: 'text',
  requirements: 'text',
};

const TEXTS: ReadonlySet<ArtifactKind> = new Set([
  'text',
  'log',
  'json',
  'yaml',
  'markdown',
  'table',
  'html',
  'notebook',
]);

/** Whether two of them can be compared line by line. */
export function isText(path: string): boolean {
  return TEXTS.has(artifactKind(path));
}

/** How an artifact is previewed, from its name. */
export function artifactKind(path: string): ArtifactKind {
  const name = (path.split('/').at(-1) ?? '').toLowerCase();
  const dot = name.lastIndexOf('.');
  if (dot < 0) return BARE[name] ?? 'binary';
  return BY_EXTENSION[name.slice(dot + 1)] ?? 'binary';
}
