import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The files in a folder and below, sorted. Links to folders are not followed: they may lead round in circles.
 *
 * @param options.links whether links to files count: not in a folder of a job, which could point them at any file of
 *   this machine
 */
export function filesBelow(folder: string, { links = false } = {}): string[] {
  const files: string[] = [];
  const walk = (path: string) => {
    for (const entry of readdirSync(path, { withFileTypes: true })) {
      const inner = join(path, entry.name);
      if (entry.isDirectory()) walk(inner);
      else if (entry.isFile() || (links && entry.isSymbolicLink() && isFile(inner))) files.push(inner);
    }
  };
  walk(folder);
  return files.sort();
}

function isFile(link: string): boolean {
  try {
    return statSync(link).isFile();
  } catch {
    return false; // it leads nowhere
  }
}
