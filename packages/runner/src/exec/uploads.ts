import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import type { Operation } from '../spool/operation.ts';
import type { ArtifactWish } from './options.ts';

/** One upload for each file at a path, which may be a folder; folders keep their structure below `destination`. */
export function uploadsOf({ path, destination }: ArtifactWish): Operation[] {
  if (!existsSync(path)) return [];
  const at = (name: string) => [destination, name].filter((part) => part !== '').join('/');
  if (!statSync(path).isDirectory()) return [{ kind: 'artifact', file: path, path: at(basename(path)) }];
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((file) => ({ kind: 'artifact', file, path: at(relative(path, file)) }));
}
