interface Waiting {
  places: number;
  go: () => void;
}

/** Lets so many at a time do something, or one alone, in the order in which they asked. */
export class Turn {
  readonly #places: number;
  readonly #waiting: Waiting[] = [];
  #free: number;

  constructor(places = 1) {
    this.#places = places;
    this.#free = places;
  }

  /** Resolves, once it is one's turn, to what ends it. */
  take(): Promise<() => void> {
    return this.#take(1, false);
  }

  /**
   * As `take`, while nobody else has a turn.
   *
   * @param ahead whether to go before those who wait already
   */
  takeAll(ahead = false): Promise<() => void> {
    return this.#take(this.#places, ahead);
  }

  async #take(places: number, ahead: boolean): Promise<() => void> {
    await new Promise<void>((go) => {
      const waiting = { places, go };
      if (ahead) this.#waiting.unshift(waiting);
      else this.#waiting.push(waiting);
      this.#letGo();
    });
    return () => {
      this.#free += places;
      this.#letGo();
    };
  }

  #letGo(): void {
    for (let next = this.#waiting[0]; next && next.places <= this.#free; next = this.#waiting[0]) {
      this.#waiting.shift();
      this.#free -= next.places;
      next.go();
    }
  }
}
