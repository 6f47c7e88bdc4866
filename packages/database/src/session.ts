export type Dialect = 'sqlite' | 'postgres';

/** Rows to add to one table: `conflict` says what becomes of those that are there already. */
export interface Insert {
  table: string;
  columns: Readonly<Record<string, 'text' | 'float8' | 'int8' | 'bool'>>;
  /** e.g. `ON CONFLICT DO NOTHING` */
  conflict: string;
}

/**
 * Runs statements, with `?` for parameters, inside one snapshot or transaction. 64-bit integers come as Int64:
 * numbers where those are exact.
 */
export interface Session {
  readonly dialect: Dialect;
  all<T>(sql: string, params?: readonly unknown[]): Promise<T[]>;
  /** As `all`, for a statement that is best done in another way for other parameters: it is planned each time. */
  search<T>(sql: string, params?: readonly unknown[]): Promise<T[]>;
  get<T>(sql: string, params?: readonly unknown[]): Promise<T | undefined>;
  /**
   * The first row of a statement for each of many parameters, in their order; they need not be of one snapshot. For what
   * takes long: where it can, the database works on several at once, and off the event loop.
   */
  getEach<T>(sql: string, params: readonly (readonly unknown[])[]): Promise<(T | undefined)[]>;
  /** Resolves to the number of rows changed. */
  run(sql: string, params?: readonly unknown[]): Promise<number>;
  /** Runs statements that take no parameters and answer nothing. */
  script(sql: string): Promise<void>;
  /**
   * Adds rows, each with a value for every column in order; two of them may not conflict with each other. Resolves
   * to the number of rows that were added or changed.
   */
  insert(into: Insert, rows: readonly (readonly unknown[])[]): Promise<number>;
}

export interface DatabaseInfo {
  /** The alembic revision of its tables. */
  schema: string;
  /** In bytes. */
  size: number;
  /** In bytes: what a checkpoint has yet to take over. */
  walSize: number;
  /** Of a database with a server of its own. */
  server?: DatabaseServer;
}

export interface DatabaseServer {
  /** Its time, in Unix milliseconds. */
  clock: number;
  connections: number;
  maxConnections: number;
}

/** What a process has written so far. */
export interface WriteActivity {
  /** Transactions that were committed. */
  commits: number;
  /** Writes in them. */
  writes: number;
  /** Writes whose turn has not come. */
  waiting: number;
}

/** A database behind a store: many readers, and writes that are on disk once their promises resolve. */
export interface Database {
  readonly dialect: Dialect;
  read<T>(work: (session: Session) => Promise<T>): Promise<T>;
  /**
   * All of `work` is committed, or none of it. It may be called again where the database asks for that.
   *
   * @param subject the one thing that `work` changes, for those who listen to commits; without it, it may be any
   */
  write<T>(work: (session: Session) => Promise<T>, subject?: string): Promise<T>;
  /**
   * As `write`, but resolves once others see it, which is before it is on disk: it gets there, at the latest, with the
   * next write that is answered. For the first of two writes of which only the second is answered for.
   */
  writeFirst<T>(work: (session: Session) => Promise<T>): Promise<T>;
  /**
   * Calls back after each commit of this process, with the subject of each write, before anybody is answered. Absent
   * where `foreignChanges` does not tell of the others.
   */
  onCommit?(listener: (subject: string | undefined) => void): void;
  /** Gets ready for long reads, which then begin at once; where nobody expects any, the first has to wait for that. */
  expectLongReads?(): void;
  describe(): Promise<DatabaseInfo>;
  activity(): WriteActivity;
  /** What changes when another program has committed; null where that is not known. */
  foreignChanges(): number | null;
  close(): Promise<void>;
}
