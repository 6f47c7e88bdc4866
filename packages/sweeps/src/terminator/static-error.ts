import type { ErrorEvaluator } from './evaluators.ts';

/** An error that is known. */
export class StaticError implements ErrorEvaluator {
  readonly #error: number;

  constructor(error: number) {
    this.#error = error;
  }

  evaluate(): number {
    return this.#error;
  }
}
