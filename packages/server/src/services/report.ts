import { existsSync, statfsSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import type { StoreUri } from '@orrery/database';
import type { StudyStore } from '@orrery/sweeps';
import type { Database } from '@orrery/tracking';
import { doorAddress, type ServerConfig } from '../config.ts';
import type { Throughput } from './throughput.ts';

/** What `/api/services` and `orrery status` show; see docs/wire.md. */
export interface ServicesReport {
  services: { name: string; url: string; state: string; port: number }[];
  version: string;
  pid: number;
  started: string;
  node: string;
  stores: { name: string; uri: string; database_bytes: number; wal_bytes: number; schema: string }[];
  /** Bytes are null where artifacts are not on a disk of this machine. */
  artifacts: { uri: string; free_bytes: number | null; total_bytes: number | null };
  memory_bytes: number;
  /** Of each of the last seconds, at most 59, the newest last. */
  throughput: { seconds: number; requests: number[]; writes: number[] };
}

export async function servicesReport(
  config: ServerConfig,
  tracking: Database,
  studies: StudyStore,
  started: Date,
  throughput: Throughput,
): Promise<ServicesReport> {
  const kept = async (name: string, { shown }: StoreUri, store: Pick<Database, 'describe'>) => {
    const { schema, size, walSize } = await store.describe();
    return { name, uri: shown, database_bytes: size, wal_bytes: walSize, schema };
  };
  return {
    services: config.doors.map((door) => ({
      name: door.name,
      port: door.port,
      url: doorAddress(config, door),
      state: 'up',
    })),
    version: config.version,
    pid: process.pid,
    started: started.toISOString(),
    node: process.version,
    stores: await Promise.all([
      kept('tracking', config.trackingDatabase, tracking),
      kept('studies', config.studyDatabase, studies),
    ]),
    artifacts: artifactSpace(config.artifactsDestination ?? config.artifactRoot),
    memory_bytes: process.memoryUsage.rss(),
    throughput: throughput.report(),
  };
}

function artifactSpace(uri: string): ServicesReport['artifacts'] {
  if (!isAbsolute(uri) || !existsSync(uri)) return { uri, free_bytes: null, total_bytes: null };
  const { bavail, blocks, bsize } = statfsSync(uri);
  return { uri, free_bytes: bavail * bsize, total_bytes: blocks * bsize };
}
