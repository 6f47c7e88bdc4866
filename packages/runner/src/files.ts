import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** The files in a folder and below, sorted. Links are not followed: a job could point them at any file of this machine. */
export function filesBelow(folder: string): string[] {
  const files: string[] = [];
  const walk = (path: string) => {
    for (const entry of readdirSync(path, { withFileTypes: true })) {
      const inner = join(path, entry.name);
      if (entry.isDirectory()) walk(inner);
      else if (entry.isFile()) files.push(inner);
    }
  };
  walk(folder);
  return files.sort();
}
