import { execFileSync } from 'node:child_process';
import { git, gitCommit } from '../git.ts';

/** Where the code of a run stands. */
export interface Origin {
  commit: string | null;
  branch: string | null;
  repository: string | null;
  /** What differs from the commit; `''` where nothing does. */
  diff: string;
}

/** Asks git about a folder; nulls where it is no repository. */
export function originOf(folder: string): Origin {
  const commit = gitCommit(folder);
  return {
    commit,
    branch: commit === null ? null : (git(folder, 'rev-parse', '--abbrev-ref', 'HEAD')?.trim() ?? null),
    repository: withoutSecrets(git(folder, 'config', '--get', 'remote.origin.url')?.trim() || null),
    diff: commit === null ? '' : (git(folder, 'diff', '--no-color', '--no-ext-diff', 'HEAD') ?? ''),
  };
}

/** The names of the GPUs that `nvidia-smi` sees. */
export function gpuNames(): string[] {
  try {
    const query = ['--query-gpu=name', '--format=csv,noheader'];
    const names = execFileSync('nvidia-smi', query, {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return names.trim().split('\n');
  } catch {
    return [];
  }
}

function withoutSecrets(url: string | null): string | null {
  return url?.replace(/^(\w+:\/\/)[^/@]*@/, '$1') ?? null;
}
