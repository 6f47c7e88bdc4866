/**
 * Makes what is published as @orrery/client: JavaScript and types for any Node from 20 on, with the types of @orrery/core
 * inside.
 *
 *     node scripts/build-client.ts [FOLDER]      packages/client/dist by default; then `npm publish FOLDER`
 */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const ROOT = join(import.meta.dirname, '..');
const target = resolve(process.argv[2] ?? join(ROOT, 'packages', 'client', 'dist'));

interface Manifest {
  [field: string]: unknown;
  version: string;
}

const exported = { '.': { types: './lib/index.d.ts', default: './lib/index.js' } };

/** Writes one package: its own fields, and the compiled files under `lib/`. */
function writePackage(name: string, folder: string, compiled: string, more: object): void {
  const source = join(ROOT, 'packages', name);
  const manifest = JSON.parse(readFileSync(join(source, 'package.json'), 'utf8')) as Manifest;
  cpSync(join(compiled, name, 'src'), join(folder, 'lib'), { recursive: true });
  writeFileSync(
    join(folder, 'package.json'),
    `${JSON.stringify({ ...manifest, exports: exported, types: './lib/index.d.ts', ...more }, null, 2)}\n`,
  );
}

const compiled = mkdtempSync(join(tmpdir(), 'orrery-client-'));
try {
  execFileSync(
    join(ROOT, 'node_modules', '.bin', 'tsc'),
    ['-p', join(ROOT, 'packages', 'client', 'tsconfig.build.json'), '--outDir', compiled],
    { stdio: 'inherit' },
  );
  rmSync(target, { recursive: true, force: true });
  const core = join(target, 'node_modules', '@orrery', 'core');
  mkdirSync(core, { recursive: true });
  writePackage('core', core, compiled, {});
  writePackage('client', target, compiled, {
    engines: { node: '>=20' },
    dependencies: { '@orrery/core': '0.1.0' },
    bundleDependencies: ['@orrery/core'],
  });
  cpSync(join(ROOT, 'packages', 'client', 'README.md'), join(target, 'README.md'));
  cpSync(join(ROOT, 'LICENSE'), join(target, 'LICENSE'));
} finally {
  rmSync(compiled, { recursive: true });
}
