import { readFileSync } from 'node:fs';
import { basename, dirname, extname, relative, resolve } from 'node:path';
import { defineConfig, type Plugin } from 'rolldown';

/** Where the bundle lies, beside the web app's. */
const OUTPUT = resolve(import.meta.dirname, 'dist');
const PACKAGES = resolve(import.meta.dirname, '..');

/**
 * Brings along what our sources name by `new URL('./file', import.meta.url)`: modules that threads and processes start
 * with become entries, other files are copied, folders are named as they lie beside the bundle.
 */
const namedByUrl: Plugin = {
  name: 'named-by-url',
  transform(code, id) {
    if (!id.startsWith(PACKAGES)) return;
    return code.replace(/new URL\('(\.[^']+)', import\.meta\.url\)/g, (_, path: string) => {
      const file = resolve(dirname(id), path);
      const kind = extname(file);
      if (kind === '') return `new URL('${relative(OUTPUT, file)}', import.meta.url)`;
      const reference =
        kind === '.ts'
          ? this.emitFile({ type: 'chunk', id: file, name: basename(file, kind) })
          : this.emitFile({
              type: 'asset',
              name: `${basename(dirname(file))}-${basename(file)}`,
              source: readFileSync(file),
            });
      return `new URL(import.meta.ROLLUP_FILE_URL_${reference})`;
    });
  },
};

/**
 * The whole program as a few files that load in a part of the time. CommonJS, since an import of one of Node's modules
 * loads all that it offers, also what nobody asks for. See docs/decisions/0025-bundle.md.
 */
export default defineConfig({
  input: { main: resolve(import.meta.dirname, 'src/main.ts') },
  platform: 'node',
  // Of ssh2, which does without.
  external: [/\.node$/],
  plugins: [namedByUrl],
  logLevel: 'warn',
  output: {
    dir: OUTPUT,
    format: 'cjs',
    entryFileNames: '[name].cjs',
    chunkFileNames: '[name]-[hash].cjs',
    cleanDir: true,
  },
});
