import { safePath } from '@orrery/artifacts';
import { invalid } from '@orrery/core';
import type { FastifyInstance } from 'fastify';
import type { FileOptions } from './files.ts';
import { joinPath } from './places.ts';
import { sendArtifact } from './send.ts';

/** `/api/artifacts/view/RUN/PATH`: a file of a run to be shown by a browser, where its links to files beside it lead there. */
export async function viewRoute(app: FastifyInstance, { roots, places }: FileOptions): Promise<void> {
  app.get<{ Params: { run_id: string; '*': string } }>(
    '/api/artifacts/view/:run_id/*',
    async (request, reply) => {
      const path = safePath(request.params['*']);
      if (path === '') throw invalid('Name a file: /api/artifacts/view/RUN_ID/PATH.');
      const { repository, prefix } = await places.at(await roots.ofRun(request.params.run_id));
      return sendArtifact(request, reply, repository, joinPath(prefix, path), 'show');
    },
  );
}
