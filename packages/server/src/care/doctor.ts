import { randomUUID } from 'node:crypto';
import { existsSync, statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { openArtifacts } from '@orrery/artifacts';
import type { Database, StoreUri } from '@orrery/database';
import { openStudyStore } from '@orrery/sweeps';
import { openDatabase } from '@orrery/tracking';
import { isProxied } from '../artifacts/places.ts';
import { type Door, doorUrl, type ServerConfig } from '../config.ts';
import { portHolder } from '../port-holder.ts';
import type { ServicesReport } from '../services/report.ts';
import { ensureWritable } from '../writable.ts';

const ANSWER_MS = 5000;
const LOW_DISK_BYTES = 2 * 1024 ** 3;

/** What a look at one thing found; `problem` says what is wrong and what to do. */
export interface Finding {
  name: string;
  detail: string;
  problem: string | null;
  /** Whether only some jobs need it, so that a problem is none of the server's. */
  isOptional?: boolean;
}

/** Looks at everything that a server with this configuration needs; makes folders that are missing, and changes nothing else. */
export async function examine(config: ServerConfig): Promise<Finding[]> {
  const databases = [
    { name: 'tracking database', uri: config.trackingDatabase },
    ...(config.registryDatabase ? [{ name: 'registry database', uri: config.registryDatabase }] : []),
  ];
  return Promise.all([
    ...config.doors.map((door) => look(`port ${door.port} (${door.name})`, () => portOf(config, door))),
    look('store', async () => {
      ensureWritable(config.storeDir);
      return config.storeDir;
    }),
    look('disk', async () => diskOf(config.storeDir)),
    ...databases.map(({ name, uri }) =>
      look(name, () => databaseOf(uri, (at) => openDatabase(at, config.artifactRoot))),
    ),
    look('study database', () => databaseOf(config.studyDatabase, openStudyStore)),
    ...artifactPlaces(config).map(({ name, place }) => look(name, () => tryArtifacts(place, config.env))),
    optional(look('docker', dockerEngine)),
    optional(look('kubernetes', kubernetesCluster)),
  ]);
}

async function optional(finding: Promise<Finding>): Promise<Finding> {
  return { ...(await finding), isOptional: true };
}

async function dockerEngine(): Promise<string> {
  const { describeEngine } = await import('@orrery/runner/docker');
  return describeEngine();
}

async function kubernetesCluster(): Promise<string> {
  const { describeCluster } = await import('@orrery/runner/kubernetes');
  return describeCluster();
}

async function look(name: string, at: () => Promise<string>): Promise<Finding> {
  try {
    return { name, detail: await at(), problem: null };
  } catch (error) {
    return { name, detail: '', problem: (error as Error).message };
  }
}

async function portOf(config: ServerConfig, { port, variable, protocol }: Door): Promise<string> {
  const holder = portHolder(port);
  if (holder === null) return 'free';
  const pages = protocol === 'http' ? port : (config.doors[0] as Door).port;
  const signal = AbortSignal.timeout(ANSWER_MS);
  const answer = await fetch(`${doorUrl(config, pages)}/api/services`, { signal }).catch(() => null);
  const said = (await answer?.json().catch(() => null)) as Partial<ServicesReport> & { error_code?: string };
  if (answer?.status === 401 && said?.error_code === 'UNAUTHENTICATED')
    return `Orrery answers, and asks who one is (${holder})`;
  const report = answer?.ok ? (said as ServicesReport) : null;
  if (report?.services.some((service) => service.port === port)) return `Orrery answers (${holder})`;
  throw new Error(`in use by ${holder}. Stop that process, or set ${variable} to another port.`);
}

async function diskOf(folder: string): Promise<string> {
  const { bavail, bsize } = statfsSync(folder);
  const free = bavail * bsize;
  const shown = `${(free / 1024 ** 3).toFixed(1)} GiB free`;
  if (free >= LOW_DISK_BYTES) return shown;
  throw new Error(
    `${shown} at ${folder}. Make room, e.g. with orrery gc, or set ORRERY_STORE to another disk.`,
  );
}

async function databaseOf(
  uri: StoreUri,
  open: (uri: StoreUri) => Promise<Pick<Database, 'describe' | 'close'>>,
): Promise<string> {
  if (uri.dialect === 'sqlite' && !existsSync(uri.path)) {
    ensureWritable(dirname(uri.path));
    return `${uri.shown}, made at the first start`;
  }
  const database = await open(uri);
  try {
    const { schema, size } = await database.describe();
    return `${uri.shown}, revision ${schema}, ${(size / 1024 ** 2).toFixed(1)} MiB`;
  } finally {
    await database.close();
  }
}

/** Where the proxy keeps files, and where clients write past it. */
function artifactPlaces({ artifactsDestination, artifactRoot }: ServerConfig) {
  const direct = isProxied(artifactRoot) === null ? artifactRoot : null;
  const places = [
    { name: 'artifacts', place: artifactsDestination },
    { name: 'artifact root', place: direct },
  ];
  return places.filter((at): at is { name: string; place: string } => at.place !== null);
}

/** Writes, reads and deletes a file of its own. */
async function tryArtifacts(place: string, env: ServerConfig['env']): Promise<string> {
  const repository = await openArtifacts(place, env);
  await repository.check();
  const name = `.orrery-doctor-${randomUUID()}`;
  await repository.write(name, Readable.from([name]), name.length);
  const back = await text(await (await repository.open(name)).read());
  await repository.delete(name);
  if (back === name) return `${place} can be written, read and deleted`;
  throw new Error(`${place} gave back other bytes than it was given. Look at what stands before it.`);
}
