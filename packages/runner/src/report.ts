/** Tells a person what happens: a line an event, and on a terminal a last line that counts. */
export class Reporter {
  readonly #started = Date.now();
  readonly #isTerminal: boolean;
  readonly #write: (text: string) => void;
  #counts = { done: 0, running: 0, total: 0 };

  constructor(
    write: (text: string) => void = (text) => process.stdout.write(text),
    isTerminal = process.stdout.isTTY,
  ) {
    this.#write = write;
    this.#isTerminal = isTerminal === true;
  }

  /** @param runs how many runs are to come, sweeps included */
  expect(runs: number): void {
    this.#counts.total += runs;
  }

  begin(): void {
    this.#counts.running++;
    this.#showCounts();
  }

  end(): void {
    this.#counts.running--;
    this.#counts.done++;
  }

  line(text: string): void {
    const seconds = ((Date.now() - this.#started) / 1000).toFixed(1).padStart(6);
    this.#write(`${this.#isTerminal ? '\r\x1b[K' : ''}${seconds}s  ${text}\n`);
    this.#showCounts();
  }

  /** Clears the line that counts. */
  close(): void {
    if (this.#isTerminal) this.#write('\r\x1b[K');
  }

  #showCounts(): void {
    if (!this.#isTerminal) return;
    const { done, running, total } = this.#counts;
    this.#write(`\r\x1b[K        ${done} of ${total} done, ${running} running`);
  }
}
