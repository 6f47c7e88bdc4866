import {
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresQueryCompiler,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import type { Tables } from './rows.ts';
import type { Dialect } from './session.ts';

const builders = new Map<Dialect, Kysely<Tables>>();

/** Kysely as a writer of SQL only: what it compiles, a session runs. */
export function builderFor(dialect: Dialect): Kysely<Tables> {
  let builder = builders.get(dialect);
  if (!builder) {
    const sqlite = dialect === 'sqlite';
    builder = new Kysely<Tables>({
      dialect: {
        createDriver: () => new DummyDriver(),
        createAdapter: () => (sqlite ? new SqliteAdapter() : new PostgresAdapter()),
        createQueryCompiler: () => (sqlite ? new SqliteQueryCompiler() : new PostgresQueryCompiler()),
        createIntrospector: (db) => new SqliteIntrospector(db),
      },
    });
    builders.set(dialect, builder);
  }
  return builder;
}
