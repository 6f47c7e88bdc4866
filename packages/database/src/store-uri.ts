import { resolve } from 'node:path';
import { invalid } from '@orrery/core';

/** Where a store's database is. `shown` is safe to print: it has no password. */
export type StoreUri =
  | { dialect: 'sqlite'; path: string; shown: string }
  | { dialect: 'postgres'; url: string; shown: string };

/**
 * Reads a database URL as SQLAlchemy writes it: `sqlite:///relative.db`, `sqlite:////absolute.db`,
 * `postgresql://user:password@host:port/database?sslmode=…`, with any driver (`postgresql+psycopg2://…`).
 *
 * @throws OrreryError INVALID_PARAMETER_VALUE for a URL of another database
 */
export function parseStoreUri(uri: string): StoreUri {
  const [, scheme = '', rest = ''] = /^([a-z][a-z0-9]*)(?:\+\w+)?:\/\/(.*)$/is.exec(uri) ?? [];
  switch (scheme.toLowerCase()) {
    case 'sqlite': {
      const path = /^\/([^?]+)/.exec(rest)?.[1];
      if (!path || path === ':memory:')
        throw invalid(
          `Store URI '${uri}' names no file: give sqlite:///PATH (four slashes where PATH is absolute).`,
        );
      const absolute = resolve(path);
      return { dialect: 'sqlite', path: absolute, shown: `sqlite:///${absolute}` };
    }
    case 'postgres':
    case 'postgresql': {
      const url = `postgresql://${rest}`;
      return {
        dialect: 'postgres',
        url,
        shown: url.replace(/^(postgresql:\/\/[^/?#]*?):[^/?#]*@/, '$1:***@'),
      };
    }
    default:
      throw invalid(
        `Store URI '${uri}' is not supported: give sqlite:///PATH or postgresql://USER:PASSWORD@HOST:PORT/DATABASE.`,
      );
  }
}
