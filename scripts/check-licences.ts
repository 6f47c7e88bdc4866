import { readFileSync } from 'node:fs';

/** Licences that let a program be given away with what it is made of. */
const GOOD = new Set([
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MPL-2.0',
  'OFL-1.1',
  'PSF-2.0',
  'Python-2.0',
  'Unlicense',
]);
/** Packages whose lock entry names none; what their own files say. */
const READ_BY_HAND: Record<string, string> = { buildcheck: 'MIT', 'cpu-features': 'MIT', ssh2: 'MIT' };

interface Lock {
  packages: Record<string, { license?: string; link?: boolean }>;
}

const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as Lock;
const problems: string[] = [];
for (const [path, { license, link }] of Object.entries(packages)) {
  const name = path.split('node_modules/').at(-1) as string;
  if (link || !path.includes('node_modules/')) continue;
  const named = license ?? READ_BY_HAND[name] ?? 'none named';
  const choices = named.replace(/[()]/g, '').split(' OR ');
  if (!choices.some((choice) => GOOD.has(choice))) problems.push(`${path}: ${named}`);
}
if (problems.length > 0) {
  console.error(`Licences that are not known to be good:\n${problems.join('\n')}`);
  process.exitCode = 1;
}
