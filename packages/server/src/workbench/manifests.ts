import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import { invalid } from '@orrery/core';
import { Catalog, catalogFolders, describePlan, loadPlan, ManifestError, type Plan } from '@orrery/runner';
import type { FastifyInstance } from 'fastify';
import type { Static } from 'typebox';
import type { ServerConfig } from '../config.ts';
import { CheckAnswer, ManifestBody, type StartBody } from './schemas.ts';

/** Manifests, before they run. */
export async function manifestRoutes(
  instance: FastifyInstance,
  { config: { storeDir } }: { config: ServerConfig },
): Promise<void> {
  const app = instance.withTypeProvider<TypeBoxTypeProvider>();
  app.post(
    '/api/workbench/manifests/check',
    {
      schema: {
        tags: ['manifests'],
        summary: 'All that is wrong with a manifest, or its plan',
        body: ManifestBody,
        response: { 200: CheckAnswer },
      },
    },
    async ({ body }) => {
      try {
        const plan = readPlan(storeDir, body);
        const { notes, ...described } = describePlan(plan);
        return { problems: [], notes, plan: described };
      } catch (error) {
        if (error instanceof ManifestError) return { problems: error.problems, notes: [], plan: null };
        throw error;
      }
    },
  );
}

/** @throws ManifestError, or OrreryError for a catalog that the store does not know */
export function readPlan(
  storeDir: string,
  { manifest, file, catalog, executor }: Static<typeof StartBody>,
): Plan {
  if (catalog && !catalogFolders(storeDir).includes(catalog))
    throw invalid(`'${catalog}' is no catalog that this store knows; 'orrery run' makes one known.`);
  const folders = catalogFolders(storeDir, catalog ?? undefined);
  return loadPlan(file || 'manifest.yaml', new Catalog(folders), {
    text: manifest,
    executor: executor ?? null,
  });
}
