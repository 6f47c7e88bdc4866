import { existsSync, statSync } from 'node:fs';
import { basename, relative } from 'node:path';
import { filesBelow } from '../files.ts';
import type { Operation } from '../spool/operation.ts';
import type { ArtifactWish } from './options.ts';

/**
 * One upload for each file at a path, or link to one, which may be a folder; folders keep their structure below
 * `destination`.
 */
export function uploadsOf({ path, destination }: ArtifactWish): Operation[] {
  if (!existsSync(path)) return [];
  const at = (name: string) => [destination, name].filter((part) => part !== '').join('/');
  if (!statSync(path).isDirectory()) return [{ kind: 'artifact', file: path, path: at(basename(path)) }];
  const files = filesBelow(path, { links: true });
  return files.map((file) => ({ kind: 'artifact', file, path: at(relative(path, file)) }));
}
