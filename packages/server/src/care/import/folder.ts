import { createReadStream, statSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type { SourceFile } from './source.ts';

/** The files below a folder by path, with `/`, sorted, links to files among them; none where there is no folder. */
export async function namesBelow(folder: string): Promise<string[]> {
  if (!(await stat(folder).catch(() => null))?.isDirectory()) return [];
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  return entries
    .filter(
      (entry) => entry.isFile() || (entry.isSymbolicLink() && isFile(join(entry.parentPath, entry.name))),
    )
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

/** The files below a folder, for an import. */
export async function* filesBelow(folder: string): AsyncIterable<SourceFile> {
  for (const path of await namesBelow(folder)) {
    const file = join(folder, path);
    yield { path, size: (await stat(file)).size, open: async () => createReadStream(file) };
  }
}
