import { userInfo } from 'node:os';
import { dirname } from 'node:path';
import { gitCommit } from './git.ts';

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
