import { globSync, readFileSync } from 'node:fs';

/** Where the version stands, and how; all are released together. */
const PLACES: Record<string, RegExp> = {
  'package.json': /"version": "([^"]+)"/,
  ...Object.fromEntries(globSync('packages/*/package.json').map((file) => [file, /"version": "([^"]+)"/])),
  'packages/server/src/config.ts': /VERSION = '([^']+)'/,
  'packages/cli/src/main.ts': /\.version\('([^']+)'\)/,
  'scripts/build-client.ts': /'@orrery\/core': '([^']+)'/,
  'python/pyproject.toml': /^version = "([^"]+)"/m,
  'python/orrery/__init__.py': /__version__ = "([^"]+)"/,
  'deploy/helm/orrery/Chart.yaml': /^version: (\S+)/m,
  'deploy/kubernetes/orrery.yaml': /image: orrery:(\S+)/,
  'CHANGELOG.md': /^## .*?(\d+\.\d+\.\d+)/m,
};

const found = Object.entries(PLACES).map(
  ([file, at]) => [file, at.exec(readFileSync(file, 'utf8'))?.[1]] as const,
);
const version = found[0]?.[1];
for (const [file, other] of found) {
  if (other === version) continue;
  console.error(`${file} is of version ${other ?? 'none'}, package.json of ${version}`);
  process.exitCode = 1;
}
