import type { Dialect } from '@orrery/database';
import {
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresQueryCompiler,
  type RawBuilder,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';

const builders = new Map<Dialect, Kysely<object>>();

/** The text and parameters of a statement; Kysely only writes SQL here, a session runs it. */
export function compile(
  dialect: Dialect,
  statement: RawBuilder<unknown>,
): [text: string, parameters: readonly unknown[]] {
  const { sql, parameters } = statement.compile(builderFor(dialect));
  return [sql, parameters];
}

function builderFor(dialect: Dialect): Kysely<object> {
  let builder = builders.get(dialect);
  if (!builder) {
    const sqlite = dialect === 'sqlite';
    builder = new Kysely<object>({
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
