import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { TrackingStore } from '@orrery/tracking';
import type { FastifyInstance } from 'fastify';
import { changeRuns, tagRuns } from './change.ts';
import * as schemas from './schemas.ts';

/** What is done to many runs at once. */
export async function changeRoutes(
  instance: FastifyInstance,
  { store }: { store: TrackingStore },
): Promise<void> {
  const app = instance.withTypeProvider<TypeBoxTypeProvider>();
  const tags = ['tracking'];

  for (const [verb, change] of [
    ['delete', (id: string) => store.deleteRun(id)],
    ['restore', (id: string) => store.restoreRun(id)],
  ] as const) {
    app.post(
      `/api/tracking/runs/${verb}`,
      { schema: { tags, summary: `To ${verb} many runs`, body: schemas.ChangeBody } },
      async ({ body: { run_ids } }) => changeRuns(run_ids, change),
    );
  }

  app.post(
    '/api/tracking/runs/tag',
    {
      schema: {
        tags,
        summary: 'To set a tag of many runs, or to take it away; answers with what each had before',
        body: schemas.TagBody,
      },
    },
    async ({ body }) => tagRuns(store, body),
  );
}
