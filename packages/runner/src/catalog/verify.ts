import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { Problem } from '../manifest/problem.ts';
import type { Checksums } from './checksum.ts';
import { readDataSchema } from './data-schema.ts';
import type { DataFile, DatasetEntry } from './entry.ts';

/** Holds the files of a dataset against what its entry says of them: size, checksum, columns and their types. */
export async function verifyDataset(dataset: DatasetEntry, checksums: Checksums): Promise<Problem[]> {
  const problems: Problem[] = [];
  for (const file of dataset.files) {
    const path = join(dataset.folder, file.path);
    const message = await fault(path, file, checksums);
    if (message) problems.push({ file: path, message: `${message} (dataset ${dataset.slug})` });
  }
  return problems;
}

async function fault(path: string, file: DataFile, checksums: Checksums): Promise<string | null> {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat) return 'is not there';
  if (file.sha256 === null) return null;
  if (stat.size === file.bytes || file.bytes === null) {
    const sha256 = await checksums.of(path);
    if (sha256 === file.sha256) return null;
  }
  const was = file.schema?.columns;
  const now = was && (await readDataSchema(path))?.columns;
  const columns = now ? columnChanges(was, now) : '';
  const size =
    file.bytes !== null && stat.size !== file.bytes ? `${stat.size} bytes instead of ${file.bytes}` : '';
  const what =
    [size, columns].filter((part) => part !== '').join('; ') || 'other content, as its SHA-256 says';
  return `changed since it was added: ${what}. If that is meant, add the dataset again with --replace`;
}

function columnChanges(was: Record<string, string>, now: Record<string, string>): string {
  const lost = Object.keys(was).filter((name) => !(name in now));
  const more = Object.keys(now).filter((name) => !(name in was));
  const other = Object.keys(was).filter((name) => name in now && now[name] !== was[name]);
  return [
    lost.length > 0 && `without ${lost.join(', ')}`,
    more.length > 0 && `with ${more.join(', ')} besides`,
    other.length > 0 && other.map((name) => `${name} is ${now[name]}, was ${was[name]}`).join(', '),
  ]
    .filter((part) => part !== false)
    .join('; ');
}
