import { execFileSync } from 'node:child_process';
import { userInfo } from 'node:os';
import { dirname } from 'node:path';

/** Who started the runs, and from what. */
export interface Source {
  user: string;
  /** The manifest. */
  name: string;
  /** Commit of the repository that the manifest stands in, if it does. */
  gitCommit: string | null;
}

export function sourceOf(manifestFile: string): Source {
  return { user: userName(), name: manifestFile, gitCommit: gitCommit(dirname(manifestFile)) };
}

/** Who runs this process. */
export function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return process.env.USER ?? 'unknown';
  }
}

function gitCommit(folder: string): string | null {
  try {
    return execFileSync('git', ['rev-parse', 'HEAD'], {
      cwd: folder,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return null;
  }
}
