import { OrreryError } from '@orrery/core';

/** One thing that is wrong, and where. */
export interface Problem {
  file: string;
  /** Counted from 1; absent where the file as a whole is meant. */
  line?: number | undefined;
  message: string;
}

/** All that is wrong with a manifest and the catalog entries that it names. */
export class ManifestError extends OrreryError {
  readonly problems: Problem[];

  constructor(problems: Problem[]) {
    const lines = problems.map(({ file, line, message }) => `  ${file}${line ? `:${line}` : ''}  ${message}`);
    const count = problems.length === 1 ? 'One thing is' : `${problems.length} things are`;
    super('INVALID_PARAMETER_VALUE', `${count} wrong:\n${lines.join('\n')}`);
    this.problems = problems;
  }
}

/** The valid name that is most like the given one, as a question, or `''` where none is near. */
export function didYouMean(given: string, valid: Iterable<string>): string {
  let best = '';
  let least = Math.max(2, Math.floor(given.length / 3)) + 1;
  for (const name of valid) {
    const distance = editDistance(given.toLowerCase(), name.toLowerCase());
    if (distance < least) [best, least] = [name, distance];
  }
  return best ? ` Did you mean '${best}'?` : '';
}

/** Levenshtein's distance. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replace = (row[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replace, (row[j] as number) + 1, (next[j - 1] as number) + 1));
    }
    row = next;
  }
  return row[b.length] as number;
}
