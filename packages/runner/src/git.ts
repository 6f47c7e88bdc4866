import { execFileSync } from 'node:child_process';

const MAX_OUTPUT = 1 << 28;

/** What git says about a folder; null where it is no repository, or there is no git. */
export function git(folder: string, ...args: string[]): string | null {
  try {
    return execFileSync('git', args, {
      cwd: folder,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      maxBuffer: MAX_OUTPUT,
    });
  } catch {
    return null;
  }
}

/** The commit that a folder stands at. */
export function gitCommit(folder: string): string | null {
  return git(folder, 'rev-parse', 'HEAD')?.trim() ?? null;
}
