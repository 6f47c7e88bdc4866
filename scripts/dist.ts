/**
 * Makes what is published, in dist/: the npm packages `orrery` and `@orrery/client`, the single executable, the Python
 * wheel, and their checksums.
 *
 *     node scripts/dist.ts [FOLDER]
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';

const ROOT = join(import.meta.dirname, '..');
const DIST = resolve(process.argv[2] ?? join(ROOT, 'dist'));
const NODE = join(ROOT, 'node_modules', 'node', 'bin', 'node');
const PUBLISH = join(ROOT, 'packages', 'cli', 'publish');
const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
const work = mkdtempSync(join(tmpdir(), 'orrery-dist-'));

const run = (command: string, args: string[], cwd = ROOT) =>
  execFileSync(command, args, { cwd, stdio: ['ignore', 'ignore', 'inherit'] });

/** The compiled program, the web app, and whose work is in them. */
function program(): string {
  const folder = join(work, 'orrery');
  const build = (name: string, script: string, ...options: string[]) => {
    const target = join(folder, 'packages', name, 'dist');
    run('npm', ['run', '--silent', script, '--', ...options, target], join(ROOT, 'packages', name));
  };
  build('web', 'build', '--emptyOutDir', '--outDir');
  build('cli', 'bundle', '--dir');
  cpSync(join(ROOT, 'LICENSE'), join(folder, 'LICENSE'));
  writeFileSync(join(folder, 'THIRD-PARTY-LICENSES'), licences());
  return folder;
}

/** The texts of the licences of all packages that the program may contain. */
function licences(): string {
  const { packages } = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { version: string; license?: string; dev?: boolean; link?: boolean }>;
  };
  return Object.entries(packages)
    .filter(([path, { dev, link }]) => path.includes('node_modules/') && !dev && !link)
    .map(([path, { version: of, license = '' }]) => {
      const [file] = globSync(join(ROOT, path, '{LICEN[CS]E,licen[cs]e,COPYING}*'));
      const text = file ? readFileSync(file, 'utf8').trim() : license;
      return `${path.split('node_modules/').at(-1)} ${of} (${license})\n\n${text}\n`;
    })
    .join(`\n${'-'.repeat(78)}\n\n`);
}

function npmPackages(folder: string): void {
  mkdirSync(join(folder, 'bin'));
  cpSync(join(PUBLISH, 'launcher.cjs'), join(folder, 'bin', 'orrery.cjs'));
  chmodSync(join(folder, 'bin', 'orrery.cjs'), 0o755);
  cpSync(join(ROOT, 'docs', 'install.md'), join(folder, 'README.md'));
  const manifest = {
    name: 'orrery',
    version,
    description: 'Experiment tracking, hyperparameter sweeps and a job runner in one program',
    license: 'Apache-2.0',
    bin: { orrery: 'bin/orrery.cjs' },
    engines: { node: '>=24' },
    keywords: ['mlflow', 'optuna', 'experiment tracking', 'hyperparameter optimization'],
  };
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  run('npm', ['pack', '--silent', '--pack-destination', DIST, folder]);
  rmSync(join(folder, 'bin'), { recursive: true });
  const client = join(work, 'client');
  run(NODE, ['scripts/build-client.ts', client]);
  run('npm', ['pack', '--silent', '--pack-destination', DIST, client]);
}

/** Node with the program's files inside, for the machine that this runs on. */
function executable(folder: string): void {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  const hash = createHash('sha256');
  for (const file of files) hash.update(file).update(readFileSync(file));
  writeFileSync(join(work, 'name'), `${version}-${hash.digest('hex').slice(0, 12)}`);
  const config = {
    main: join(PUBLISH, 'executable.cjs'),
    output: join(DIST, `orrery-${process.platform}-${process.arch}`),
    disableExperimentalSEAWarning: true,
    assets: {
      name: join(work, 'name'),
      ...Object.fromEntries(files.map((file) => [relative(folder, file), file])),
    },
  };
  const file = join(work, 'sea.json');
  writeFileSync(file, JSON.stringify(config));
  run(NODE, ['--build-sea', file]);
}

function wheel(): void {
  const source = join(work, 'python');
  cpSync(join(ROOT, 'python'), source, { recursive: true });
  const venv = join(work, 'venv');
  run('python3', ['-m', 'venv', venv]);
  const pip = [
    '-m',
    'pip',
    '--quiet',
    '--disable-pip-version-check',
    'wheel',
    '--no-deps',
    '--wheel-dir',
    DIST,
    source,
  ];
  run(join(venv, 'bin', 'python'), pip);
}

try {
  rmSync(DIST, { recursive: true, force: true });
  mkdirSync(DIST);
  const folder = program();
  npmPackages(folder);
  executable(folder);
  wheel();
  const sums = readdirSync(DIST)
    .sort()
    .map(
      (name) =>
        `${createHash('sha256')
          .update(readFileSync(join(DIST, name)))
          .digest('hex')}  ${name}\n`,
    );
  writeFileSync(join(DIST, 'SHA256SUMS'), sums.join(''));
  console.log(sums.join('').trimEnd());
} finally {
  rmSync(work, { recursive: true });
}
