const SECONDS = 60;

/** How much was asked and written in the last minute. */
export class Throughput {
  readonly #requests = new Float64Array(SECONDS);
  readonly #writes = new Float64Array(SECONDS);
  readonly #started = now();
  #second = now();

  request(): void {
    this.#count(this.#requests);
  }

  write(): void {
    this.#count(this.#writes);
  }

  /** What the last whole seconds held, at most sixty of them, the newest last. */
  report(): { seconds: number; requests: number[]; writes: number[] } {
    this.#advance();
    const seconds = Math.min(SECONDS - 1, this.#second - this.#started);
    const last = (counts: Float64Array) =>
      Array.from({ length: seconds }, (_, index) => counts[(this.#second - seconds + index) % SECONDS] ?? 0);
    return { seconds, requests: last(this.#requests), writes: last(this.#writes) };
  }

  #count(counts: Float64Array): void {
    this.#advance();
    counts[this.#second % SECONDS] = (counts[this.#second % SECONDS] ?? 0) + 1;
  }

  #advance(): void {
    const second = now();
    for (let next = Math.max(this.#second + 1, second - SECONDS + 1); next <= second; next++) {
      this.#requests[next % SECONDS] = 0;
      this.#writes[next % SECONDS] = 0;
    }
    this.#second = second;
  }
}

function now(): number {
  return Math.floor(performance.now() / 1000);
}
