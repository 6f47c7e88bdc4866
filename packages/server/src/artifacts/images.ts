import { basename } from 'node:path/posix';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { TrackingStore } from '@orrery/tracking';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { type ArtifactPlaces, joinPath } from './places.ts';

const IMAGE = /\.(png|jpe?g|gif|webp|svg|avif|bmp)$/i;
/** Folders of a run that are looked into, its own among them. */
const MOST_FOLDERS = 40;
const MOST_IMAGES = 60;
const AT_ONCE = 8;

const Body = Type.Object(
  { run_ids: Type.Array(Type.String(), { minItems: 1, maxItems: 500 }) },
  { additionalProperties: false },
);

/** `/api/tracking/images`: the images among the artifacts of many runs. */
export async function imageRoutes(
  instance: FastifyInstance,
  { store, places }: { store: TrackingStore; places: ArtifactPlaces },
): Promise<void> {
  const app = instance.withTypeProvider<TypeBoxTypeProvider>();
  app.post(
    '/api/tracking/images',
    { schema: { tags: ['tracking'], summary: 'The images among the artifacts of many runs', body: Body } },
    async ({ body: { run_ids } }) => {
      const runs = await store.getRuns(run_ids);
      const images: { run_id: string; path: string; size: number }[] = [];
      for (let from = 0; from < runs.length; from += AT_ONCE) {
        const found = await Promise.all(
          runs.slice(from, from + AT_ONCE).map(async ({ info }) => {
            const paths = await imagesBelow(places, info.artifactUri).catch(() => []);
            return paths.map((image) => ({ run_id: info.runId, ...image }));
          }),
        );
        images.push(...found.flat());
      }
      return { images };
    },
  );
}

/** Images below an artifact root, folder by folder, the nearest first; none where the root cannot be reached. */
async function imagesBelow(places: ArtifactPlaces, root: string): Promise<{ path: string; size: number }[]> {
  const { repository, prefix } = await places.at(root);
  const images: { path: string; size: number }[] = [];
  const folders = [''];
  for (let looked = 0; looked < Math.min(folders.length, MOST_FOLDERS); looked++) {
    for (const info of await repository.list(joinPath(prefix, folders[looked] as string))) {
      const path = joinPath(folders[looked] as string, basename(info.path));
      if (info.isDir) folders.push(path);
      else if (IMAGE.test(path) && images.length < MOST_IMAGES) images.push({ path, size: info.size ?? 0 });
    }
  }
  return images;
}
