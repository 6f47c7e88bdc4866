export type Direction = 'maximize' | 'minimize';

const SMALLER =
  /(^|[^a-z])(loss|losses|err|error|errors|mse|rmse|mae|mape|nll|perplexity|ppl|wer|cer|fid|time|duration|latency|seconds|secs|ms|entropy|divergence|kl|regret|fpr|fnr|hamming)([^a-z]|$)/;
const SMALLER_INSIDE = /loss|error|rmse|latency|divergence|perplexity/;

/** Whether more or less of a metric is better, guessed from its name. */
export function guessDirection(metric: string): Direction {
  const name = metric.toLowerCase();
  return SMALLER.test(name) || SMALLER_INSIDE.test(name) ? 'minimize' : 'maximize';
}

/** What a tag says, where it says something known. */
export function parseDirection(text: string | undefined): Direction | null {
  const word = text?.trim().toLowerCase() ?? '';
  if (word.startsWith('max')) return 'maximize';
  if (word.startsWith('min')) return 'minimize';
  return null;
}

/** True where `a` is better than `b`; NaN is better than nothing. */
export function isBetter(a: number, b: number, direction: Direction): boolean {
  if (Number.isNaN(a)) return false;
  if (Number.isNaN(b)) return true;
  return direction === 'maximize' ? a > b : a < b;
}
