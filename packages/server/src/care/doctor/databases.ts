import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Database, type DatabaseServer, fileHolders, type StoreUri } from '@orrery/database';
import { openStudyStore } from '@orrery/sweeps';
import { countRuns, openDatabase } from '@orrery/tracking';
import type { ServerConfig } from '../../config.ts';
import { ensureWritable } from '../../writable.ts';
import { type Finding, look, optional } from './finding.ts';

/** A server keeps it below half of that. */
const LONG_LOG_BYTES = 128 * 1024 ** 2;
const SKEW_MS = 5000;
const MANY_CONNECTIONS = 0.9;

type Described = Pick<Database, 'describe' | 'close'>;

export function databaseFindings(config: ServerConfig): Promise<Finding>[] {
  const { trackingDatabase, registryDatabase, studyDatabase, storeDir } = config;
  const openTracking = (at: StoreUri) => openDatabase(at, config.artifactRoot);
  return [
    look('tracking database', () => databaseOf(trackingDatabase, openTracking)),
    ...(registryDatabase
      ? [look('registry database', () => databaseOf(registryDatabase, openTracking))]
      : []),
    look('study database', () => databaseOf(studyDatabase, openStudyStore)),
    optional(
      look('runs elsewhere', () =>
        elsewhere(
          join(storeDir, 'mlflow.db'),
          trackingDatabase,
          'runs',
          'MLFLOW_BACKEND_STORE_URI',
          async (at) => {
            const database = await openTracking(at);
            try {
              return await countRuns(database);
            } finally {
              await database.close();
            }
          },
        ),
      ),
    ),
    optional(
      look('studies elsewhere', () =>
        elsewhere(
          join(storeDir, 'optuna.db'),
          studyDatabase,
          'studies',
          'ORRERY_STUDY_STORE_URI',
          async (at) => {
            const studies = await openStudyStore(at);
            try {
              return (await studies.getSummaries()).length;
            } finally {
              await studies.close();
            }
          },
        ),
      ),
    ),
  ];
}

async function databaseOf(uri: StoreUri, open: (uri: StoreUri) => Promise<Described>): Promise<string> {
  if (uri.dialect === 'sqlite' && !existsSync(uri.path)) {
    ensureWritable(dirname(uri.path));
    return `${uri.shown}, made at the first start`;
  }
  const database = await open(uri);
  try {
    const { schema, size, walSize, server } = await database.describe();
    if (uri.dialect === 'sqlite' && walSize > LONG_LOG_BYTES) throw longLog(uri.path, walSize);
    if (server) checkServer(server);
    return `${uri.shown}, revision ${schema}, ${(size / 1024 ** 2).toFixed(1)} MiB`;
  } finally {
    await database.close();
  }
}

function longLog(path: string, walSize: number): Error {
  const holders = fileHolders(path).filter((holder) => !holder.includes(`pid ${process.pid} `));
  return new Error(
    `${path}-wal has grown to ${(walSize / 1024 ** 2).toFixed(0)} MiB: a program that leaves a transaction open keeps it from being taken over. Open in ${holders.join(', ') || 'no program that can be seen from here'}; end the transaction, or that program.`,
  );
}

function checkServer({ clock, connections, maxConnections }: DatabaseServer): void {
  const skew = Date.now() - clock;
  if (Math.abs(skew) > SKEW_MS)
    throw new Error(
      `this machine's clock is ${Math.round(Math.abs(skew) / 1000)} s ${skew > 0 ? 'ahead of' : 'behind'} the database's. Set both by NTP: times of runs and signs of life are compared.`,
    );
  if (connections >= MANY_CONNECTIONS * maxConnections)
    throw new Error(
      `${connections} of PostgreSQL's ${maxConnections} connections are taken; each server takes up to 16 a database. Raise max_connections, or put PgBouncer before it.`,
    );
}

/** The usual file has what the database that is configured may lack. */
async function elsewhere(
  path: string,
  configured: StoreUri,
  what: string,
  variable: string,
  count: (at: StoreUri) => Promise<number>,
): Promise<string> {
  if (!existsSync(path) || (configured.dialect === 'sqlite' && configured.path === path)) return 'none';
  const found = await count({ dialect: 'sqlite', path, shown: path });
  if (found === 0) return 'none';
  throw new Error(
    `${path} has ${found} ${what}, and this server shows those of ${configured.shown}. Unset ${variable} and the flag of the same meaning, or move them: orrery backup and restore.`,
  );
}
