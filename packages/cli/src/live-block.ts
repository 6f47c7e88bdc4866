/** Lines at the foot of a terminal that are drawn anew, beneath others that stay. */
export class LiveBlock {
  readonly #output: NodeJS.WriteStream;
  #drawn = 0;

  constructor(output: NodeJS.WriteStream) {
    this.#output = output;
  }

  draw(lines: string[]): void {
    this.clear();
    const columns = this.#output.columns || 80;
    this.#output.write(lines.map((line) => `${line.slice(0, columns - 1)}\n`).join(''));
    this.#drawn = lines.length;
  }

  clear(): void {
    if (this.#drawn > 0) this.#output.write(`\x1b[${this.#drawn}A\x1b[J`);
    this.#drawn = 0;
  }
}
