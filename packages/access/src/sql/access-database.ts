import type { Database, Session } from '@orrery/database';

const FOREIGN_MS = 1000;

/** The database of users, with a stamp that changes whenever what it holds may have changed. */
export class AccessDatabase {
  readonly #database: Database;
  #writes = 0;

  constructor(database: Database) {
    this.#database = database;
  }

  get dialect() {
    return this.#database.dialect;
  }

  read<T>(work: (session: Session) => Promise<T>): Promise<T> {
    return this.#database.read(work);
  }

  /** Changes what callers may do: whatever was remembered of it is forgotten. */
  async write<T>(work: (session: Session) => Promise<T>): Promise<T> {
    try {
      return await this.#database.write(work);
    } finally {
      this.#writes += 1;
    }
  }

  /** Changes what no decision hangs on. */
  note<T>(work: (session: Session) => Promise<T>): Promise<T> {
    return this.#database.write(work);
  }

  /** Where the database does not tell of writes of others, the stamp changes every second. */
  stamp(): string {
    const foreign = this.#database.foreignChanges() ?? Math.floor(Date.now() / FOREIGN_MS);
    return `${this.#writes} ${foreign}`;
  }

  close(): Promise<void> {
    return this.#database.close();
  }
}
