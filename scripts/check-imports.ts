import { globSync, readFileSync } from 'node:fs';

/** What each package may import of the others: imports point one way (see CONTRIBUTING.md). */
const ALLOWED: Record<string, string[]> = {
  core: [],
  database: ['core'],
  tracking: ['core', 'database'],
  artifacts: ['core'],
  access: ['core', 'database'],
  models: ['core', 'database', 'tracking'],
  sweeps: ['core', 'database'],
  client: ['core'],
  telemetry: [],
  runner: ['core', 'database', 'tracking', 'artifacts', 'models', 'sweeps', 'client', 'telemetry'],
  server: [
    'core',
    'database',
    'tracking',
    'artifacts',
    'models',
    'sweeps',
    'access',
    'client',
    'telemetry',
    'runner',
  ],
  cli: [
    'core',
    'database',
    'tracking',
    'artifacts',
    'models',
    'sweeps',
    'client',
    'telemetry',
    'runner',
    'server',
  ],
  web: [],
};

const problems: string[] = [];
for (const file of globSync('packages/*/src/**/*.{ts,tsx}')) {
  const name = file.split('/')[1] as string;
  for (const [, other] of readFileSync(file, 'utf8').matchAll(/from '@orrery\/([a-z]+)(?:\/[^']*)?'/g)) {
    if (other !== name && !ALLOWED[name]?.includes(other as string)) {
      problems.push(`${file} imports @orrery/${other}, which packages/${name} may not know`);
    }
  }
  if (
    /\b(SELECT|INSERT|UPDATE|DELETE)\b.*\b(FROM|INTO|SET)\b/.test(readFileSync(file, 'utf8')) &&
    name === 'server'
  ) {
    problems.push(`${file} writes SQL; a door asks a store`);
  }
}
for (const problem of problems) console.error(problem);
process.exitCode = problems.length > 0 ? 1 : 0;
