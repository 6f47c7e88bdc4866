import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { openArtifacts } from '@orrery/artifacts';
import type { SqlTrackingStore } from '@orrery/tracking';
import { isProxied } from '../../artifacts/places.ts';
import type { ServerConfig } from '../../config.ts';
import { type Finding, look } from './finding.ts';

export function artifactFindings(config: ServerConfig): Promise<Finding>[] {
  return artifactPlaces(config).map(({ name, place }) => look(name, () => tryArtifacts(place, config.env)));
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

/** Whether this server reaches the artifacts of the experiments that there are. */
export async function experimentPlaces(store: SqlTrackingStore, config: ServerConfig): Promise<string> {
  const away = new Map<string, string[]>();
  let pageToken: string | null = null;
  let count = 0;
  do {
    const page: Awaited<ReturnType<SqlTrackingStore['searchExperiments']>> = await store.searchExperiments({
      viewType: 'ACTIVE_ONLY',
      maxResults: 1000,
      filter: '',
      orderBy: [],
      pageToken,
    });
    for (const { name, artifactLocation } of page.items) {
      count++;
      const why = whyAway(artifactLocation, config);
      if (why) away.set(why, [...(away.get(why) ?? []), name]);
    }
    pageToken = page.nextPageToken;
  } while (pageToken);
  if (away.size === 0) return `of ${count} experiments, all within reach`;
  throw new Error(
    [...away]
      .map(
        ([why, names]) =>
          `${names.slice(0, 3).join(', ')}${names.length > 3 ? ` and ${names.length - 3} more` : ''}: ${why}`,
      )
      .join('; '),
  );
}

function whyAway(location: string, { artifactsDestination }: ServerConfig): string | null {
  if (isProxied(location) !== null)
    return artifactsDestination === null
      ? `their artifacts are behind the proxy, and this server runs with --no-serve-artifacts. Start it without`
      : null;
  const folder = location.startsWith('file:') ? fileURLToPath(location) : location;
  if (/^[a-z][a-z0-9+.-]+:/i.test(folder)) return null;
  // Its own folder is made with the first artifact.
  const root = folder.replace(/\/[^/]*\/?$/, '') || '/';
  return existsSync(root)
    ? null
    : `their artifacts are in ${root}, which is not on this machine. Mount it there, or start the server where it is`;
}
