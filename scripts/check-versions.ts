import { globSync, readFileSync } from 'node:fs';

/** Where the version stands, and how; all are released together. */
const PLACES: Record<string, RegExp> = {
  'package.json': /"version": "([^"]+)"/g,
  ...Object.fromEntries(globSync('packages/*/package.json').map((file) => [file, /"version": "([^"]+)"/g])),
  'packages/server/src/config.ts': /VERSION = '([^']+)'/g,
  'packages/cli/src/main.ts': /\.version\('([^']+)'\)/g,
  'scripts/build-client.ts': /'@orrery\/core': '([^']+)'/g,
  'python/pyproject.toml': /^version = "([^"]+)"/gm,
  'python/orrery/__init__.py': /__version__ = "([^"]+)"/g,
  'deploy/helm/orrery/Chart.yaml': /^(?:version|appVersion): (\S+)/gm,
  'deploy/kubernetes/orrery.yaml': /(?:image: orrery:|\/version: ")([^"\s]+)/g,
  'docs/helm.md': /\/orrery:(\d+\.\d+\.\d+)/g,
  'docs/install.md': /orrery-(\d+\.\d+\.\d+)\.tgz/g,
};
/** Here the newest counts, which is first. */
const CHANGES = 'CHANGELOG.md';

const found = Object.entries(PLACES).flatMap(([file, at]) => {
  const versions = Array.from(readFileSync(file, 'utf8').matchAll(at), ([, version]) => version);
  return (versions.length > 0 ? versions : [undefined]).map((version) => ({ file, version }));
});
found.push({ file: CHANGES, version: /^## .*?(\d+\.\d+\.\d+)/m.exec(readFileSync(CHANGES, 'utf8'))?.[1] });
const version = found[0]?.version;
for (const { file, version: other } of found) {
  if (other === version) continue;
  console.error(`${file} is of version ${other ?? 'none'}, package.json of ${version}`);
  process.exitCode = 1;
}
