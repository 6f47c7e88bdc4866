import { statfsSync, statSync } from 'node:fs';
import { SCHEMA_REVISION } from '@orrery/tracking';
import { doorUrl, type ServerConfig } from '../config.ts';

/** What `/api/services` and `orrery status` show; see docs/wire.md. */
export interface ServicesReport {
  services: { name: string; url: string; state: string; port: number }[];
  version: string;
  pid: number;
  started: string;
  node: string;
  stores: { name: string; uri: string; database_bytes: number; wal_bytes: number; schema: string }[];
  artifacts: { uri: string; free_bytes: number; total_bytes: number };
  memory_bytes: number;
}

export function servicesReport(config: ServerConfig, started: Date): ServicesReport {
  const disk = statfsSync(config.artifactsDestination);
  return {
    services: config.doors.map(({ name, port }) => ({ name, port, url: doorUrl(config, port), state: 'up' })),
    version: config.version,
    pid: process.pid,
    started: started.toISOString(),
    node: process.version,
    stores: [
      store('tracking', config.trackingDatabase, SCHEMA_REVISION),
      store('studies', config.studyDatabase, 'v3.2.0.a'),
    ],
    artifacts: {
      uri: config.artifactsDestination,
      free_bytes: disk.bavail * disk.bsize,
      total_bytes: disk.blocks * disk.bsize,
    },
    memory_bytes: process.memoryUsage.rss(),
  };
}

function store(name: string, path: string, schema: string) {
  return {
    name,
    uri: `sqlite:///${path}`,
    database_bytes: size(path),
    wal_bytes: size(`${path}-wal`),
    schema,
  };
}

function size(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
