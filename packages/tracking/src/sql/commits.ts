import type { Database } from '@orrery/database';

/** Tells what is kept of runs when it may no longer be true. */
export class Commits {
  readonly #database: Database;
  readonly #forget: (runId: string | undefined) => void;
  #foreign: number | null = null;
  #seen = 0;

  /**
   * @param forget gets the run that a committed write changed; none where it may be any, or another program has written
   */
  constructor(database: Database, forget: (runId: string | undefined) => void) {
    this.#database = database;
    this.#forget = forget;
    database.onCommit?.((runId) => {
      this.#seen++;
      forget(runId);
    });
  }

  /** How many there were; what was read before one may not be kept after it. */
  get seen(): number {
    return this.#seen;
  }

  /** To be called before something is read or taken from what is kept. */
  heedOthers(): void {
    const foreign = this.#database.foreignChanges();
    if (foreign !== this.#foreign) this.#forget(undefined);
    this.#foreign = foreign;
  }
}
