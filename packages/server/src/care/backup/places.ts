import { existsSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { type ArtifactRepository, DiskArtifactRepository, openArtifacts } from '@orrery/artifacts';
import type { StoreUri } from '@orrery/database';
import type { ServerConfig } from '../../config.ts';
import type { SavedFile } from './format.ts';

/** What a server keeps of itself at run time, or can make again. */
const PASSING = new Set(['cache', 'locks', 'logs', 'server.json']);

export interface Place {
  name: SavedFile['place'];
  repository: ArtifactRepository;
  /** Whether a file or folder right under the root is to be kept. */
  keeps: (name: string) => boolean;
  /** Of a file in the store. */
  modeOf: (path: string) => number | undefined;
}

/** Where the files of a server are: its artifacts, and what its store has besides them and its databases. */
export async function placesOf(config: ServerConfig): Promise<Place[]> {
  const { storeDir, env } = config;
  const artifacts = config.artifactsDestination ?? config.artifactRoot;
  const databases = allDatabasesOf(config).flatMap(({ uri }) =>
    uri.dialect === 'sqlite' ? ['', '-wal', '-shm', '.sync'].map((suffix) => `${uri.path}${suffix}`) : [],
  );
  const apart = new Set([artifacts, ...databases].map((path) => relative(storeDir, path)));
  return [
    {
      name: 'artifacts',
      repository: await openArtifacts(artifacts, env),
      keeps: () => true,
      modeOf: () => undefined,
    },
    {
      name: 'store',
      repository: new DiskArtifactRepository(storeDir),
      keeps: (name) => !apart.has(name) && !PASSING.has(name),
      modeOf: (path) => statSync(join(storeDir, path)).mode & 0o777,
    },
  ];
}

export interface KeptDatabase {
  names: string[];
  uri: StoreUri;
}

/** The databases of a server that are there. */
export function databasesOf(config: ServerConfig): KeptDatabase[] {
  return allDatabasesOf(config).filter(({ uri }) => uri.dialect === 'postgres' || existsSync(uri.path));
}

/** The databases of a server, each once. */
export function allDatabasesOf(config: ServerConfig): KeptDatabase[] {
  const databases: KeptDatabase[] = [];
  for (const [name, uri] of [
    ['tracking', config.trackingDatabase],
    ['registry', config.registryDatabase],
    ['studies', config.studyDatabase],
  ] as const) {
    const same = databases.find((database) => database.uri.shown === uri?.shown);
    if (same) same.names.push(name);
    else if (uri) databases.push({ names: [name], uri });
  }
  return databases;
}
