import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import tailwind from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

/** `npm run dev` talks to a running Orrery; point it at another one with ORRERY_URL. */
const target = process.env.ORRERY_URL ?? 'http://localhost:25000';

const CHARTS = /uplot|src\/charts/;

export default defineConfig({
  plugins: [react(), tailwind(), gzipped()],
  server: {
    proxy: { '/api': target, '/ajax-api': target, '/get-artifact': target },
  },
  // Relative: the server puts its prefix before what the page names; the rest finds its own by where it lies.
  base: './',
  build: {
    outDir: 'dist',
    sourcemap: false,
    // What most pages share is one file: each file costs a request, and half a kilobyte of headers.
    // Charts are another, which a page without charts does not load.
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'shared', minShareCount: 8, priority: 2, test: (id) => !CHARTS.test(id) },
            { name: 'charts', minShareCount: 6, priority: 1, test: CHARTS },
          ],
        },
      },
    },
  },
});

/** Lays a `.gz` beside each script and style sheet, which the server sends as it is. */
function gzipped(): Plugin {
  return {
    name: 'gzipped',
    apply: 'build',
    writeBundle({ dir = 'dist' }) {
      const folder = join(dir, 'assets');
      for (const name of readdirSync(folder).filter((file) => /\.(js|css)$/.test(file)))
        writeFileSync(join(folder, `${name}.gz`), gzipSync(readFileSync(join(folder, name)), { level: 9 }));
    },
  };
}
