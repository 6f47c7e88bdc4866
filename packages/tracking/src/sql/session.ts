export type SqlValue = string | number | bigint | null;
export type Row = Record<string, SqlValue>;
export type Dialect = 'sqlite' | 'postgres';

/** Runs statements, with `?` for parameters, inside one snapshot or transaction. */
export interface Session {
  readonly dialect: Dialect;
  all<T = Row>(sql: string, params?: readonly unknown[]): Promise<T[]>;
  get<T = Row>(sql: string, params?: readonly unknown[]): Promise<T | undefined>;
  /** Resolves to the number of rows changed. */
  run(sql: string, params?: readonly unknown[]): Promise<number>;
  /** Runs one statement once for each list of parameters. */
  runMany(sql: string, rows: readonly (readonly unknown[])[]): Promise<void>;
}

/** A database behind a store: many readers, one writer whose promises resolve after a synced commit. */
export interface Database {
  readonly dialect: Dialect;
  read<T>(work: (session: Session) => Promise<T>): Promise<T>;
  /** All of `work` is committed, or none of it; the promise resolves when it is on disk. */
  write<T>(work: (session: Session) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}
