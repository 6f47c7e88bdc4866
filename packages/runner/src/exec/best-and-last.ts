import type { Metric } from '@orrery/core';

/** What is better when smaller, where nobody says; whole words, so that `power` is none for its `wer`. */
const SMALLER = /loss|error|perplexity|(?<![a-z])(?:err|mse|rmse|mae|mape|nll|ppl|wer|cer|fid)(?![a-z])/i;

/** The best and the last value of each metric. */
export class BestAndLast {
  readonly #best = new Map<string, number>();
  readonly #last = new Map<string, number>();

  add(key: string, value: number): void {
    const best = this.#best.get(key);
    const better = best === undefined || (SMALLER.test(key) ? value < best : value > best);
    if (better) this.#best.set(key, value);
    this.#last.set(key, value);
  }

  /** As `best/…` and `last/…`. */
  points(timestamp: number): Metric[] {
    const points = (kind: string, values: Map<string, number>) =>
      [...values].map(([name, value]) => ({ key: `${kind}/${name}`, value, timestamp, step: 0 }));
    return [...points('best', this.#best), ...points('last', this.#last)];
  }
}
