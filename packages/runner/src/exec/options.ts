import { invalid } from '@orrery/core';

/** What `orrery exec` was asked for. Paths are absolute. */
export interface ExecOptions {
  command: string[];
  experiment: string;
  runName: string;
  params: Record<string, string>;
  tags: Record<string, string>;
  resultsCsv: string | null;
  metricsJsonl: string | null;
  /** What to look for in the command's output: patterns with named groups, or any `name=number`. */
  stdout: RegExp[] | 'pairs';
  /** Metrics by the groups of those patterns that find them, where a group has another name. */
  groups?: Record<string, string>;
  logDir: string | null;
  artifacts: ArtifactWish[];
  /** How long the command may go on after SIGTERM, in milliseconds. */
  graceMs: number;
  /** Variables of the command beside those that every one gets. */
  environment?: Record<string, string>;
  /** Whether its output goes to its log only. */
  quiet?: boolean;
  /** Milliseconds between two looks at its metrics. */
  flushMs?: number;
}

/** A file or folder to upload when the command has ended. */
export interface ArtifactWish {
  path: string;
  /** Folder among the run's artifacts; `''` for its root. */
  destination: string;
}

/** Reads `KEY=VALUE` pairs. @throws OrreryError that lists all that are none */
export function readPairs(flag: string, pairs: string[]): Record<string, string> {
  const bad = pairs.filter((pair) => !/^[^=]+=/.test(pair));
  if (bad.length > 0) throw invalid(`${flag} takes KEY=VALUE, not ${bad.join(', ')}.`);
  return Object.fromEntries(
    pairs.map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]),
  );
}

/** Reads `PATH[:DEST]`. */
export function readArtifact(text: string, resolve: (path: string) => string): ArtifactWish {
  const colon = text.lastIndexOf(':');
  return colon > 0
    ? { path: resolve(text.slice(0, colon)), destination: text.slice(colon + 1).replace(/^\/+|\/+$/g, '') }
    : { path: resolve(text), destination: '' };
}

/** @throws OrreryError that says what is wrong with a pattern, and what one looks like */
export function readPattern(text: string): RegExp {
  const example = String.raw`e.g. 'epoch (?<step>\d+).*?loss=(?<loss>[\d.e+-]+)'`;
  let pattern: RegExp;
  try {
    pattern = new RegExp(text, 'g');
  } catch (error) {
    throw invalid(
      `--stdout-regex '${text}' cannot be read (${(error as Error).message}); write it as JavaScript does, ${example}.`,
    );
  }
  const groups = (new RegExp(`${text}|`).exec('')?.length ?? 1) - 1;
  if (!/\(\?<\w+>/.test(text) && groups < 2) {
    throw invalid(
      `--stdout-regex '${text}' names no group: each names a metric, ${example}; or two groups find its name and value.`,
    );
  }
  return pattern;
}
