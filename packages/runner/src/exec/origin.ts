import { execFileSync, spawnSync } from 'node:child_process';
import { git, gitCommit } from '../git.ts';

/** Larger diffs are cut: data that is under version control is no code. */
const MAX_DIFF = 10 << 20;
const TIMEOUT_MS = 20_000;

/** Where the code of a run stands. */
export interface Origin {
  commit: string | null;
  branch: string | null;
  repository: string | null;
  /** What differs from the commit; null where nothing does. */
  diff: Buffer | null;
}

/** Asks git about a folder; nulls where it is no repository. */
export function originOf(folder: string): Origin {
  const commit = gitCommit(folder);
  return {
    commit,
    branch: commit === null ? null : (git(folder, 'rev-parse', '--abbrev-ref', 'HEAD')?.trim() ?? null),
    repository: withoutSecrets(git(folder, 'config', '--get', 'remote.origin.url')?.trim() || null),
    diff: commit === null ? null : diffOf(folder),
  };
}

function diffOf(folder: string): Buffer | null {
  const { stdout, error } = spawnSync('git', ['diff', '--no-color', '--no-ext-diff', 'HEAD'], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'ignore'],
    maxBuffer: MAX_DIFF,
    timeout: TIMEOUT_MS,
  });
  if (!stdout?.length) return null;
  return error ? Buffer.concat([stdout, Buffer.from('\n[the rest was left out]\n')]) : stdout;
}

/** The names of the GPUs that `nvidia-smi` sees. */
export function gpuNames(): string[] {
  try {
    const query = ['--query-gpu=name', '--format=csv,noheader'];
    const names = execFileSync('nvidia-smi', query, {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: TIMEOUT_MS,
    });
    return names.split('\n').filter((name) => name.trim() !== '');
  } catch {
    return [];
  }
}

function withoutSecrets(url: string | null): string | null {
  return url?.replace(/^(\w+:\/\/)[^/@]*@/, '$1') ?? null;
}
