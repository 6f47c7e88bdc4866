/** Lets one at a time do something that no other may do meanwhile, in the order in which they asked. */
export class Turn {
  readonly #waiting: (() => void)[] = [];
  #taken = false;

  /**
   * Resolves, once it is one's turn, to what ends it.
   *
   * @param ahead whether to go before those who wait already
   */
  async take(ahead = false): Promise<() => void> {
    if (this.#taken)
      await new Promise<void>((resolve) => {
        if (ahead) this.#waiting.unshift(resolve);
        else this.#waiting.push(resolve);
      });
    this.#taken = true;
    return () => {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#taken = false;
    };
  }
}
