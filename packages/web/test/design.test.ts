import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { it } from 'node:test';
import { fileURLToPath } from 'node:url';

const SRC = fileURLToPath(new URL('../src', import.meta.url));

/** The files that a file imports, and those that these import. */
function reached(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  for (const [, path] of readFileSync(file, 'utf8').matchAll(/(?:from|import\()\s*'(\.[^']+\.tsx?)'/g))
    reached(resolve(dirname(file), path as string), seen);
  return seen;
}

it('the page of the design shows every part and every chart', () => {
  const shown = reached(join(SRC, 'pages/design/DesignPage.tsx'));
  const parts = ['design', 'design/table', 'charts'].flatMap((folder) =>
    readdirSync(join(SRC, folder))
      .filter((name) => name.endsWith('.tsx'))
      .map((name) => join(folder, name)),
  );
  assert.deepEqual(
    parts.filter((part) => !shown.has(join(SRC, part))),
    [],
  );
});
