import { basename } from 'node:path/posix';
import { type ArtifactRepository, safePath } from '@orrery/artifacts';
import { invalid } from '@orrery/core';
import type { TrackingStore } from '@orrery/tracking';
import type { FastifyInstance } from 'fastify';
import { fileAnswer } from '../mlflow/answer.ts';
import { isString, required } from '../mlflow/checks.ts';
import { ListArtifacts } from '../mlflow/messages.ts';
import { readRequest } from '../mlflow/request.ts';
import type { Route } from '../mlflow/route.ts';
import { joinPath, locateArtifacts } from './locate.ts';
import { sendArtifact } from './send.ts';

/** `artifacts/list` of the tracking API. */
export function runArtifactRoute(store: TrackingStore, proxied: ArtifactRepository): Route {
  return {
    method: 'GET',
    path: '/artifacts/list',
    async handle(request) {
      const asked = readRequest(request, ListArtifacts, {
        run_id: [isString, required],
        path: [isString],
        page_token: [isString],
      });
      const path = safePath(asked.path ?? '');
      const { info } = await store.getRun(asked.run_id || asked.run_uuid || '');
      const { repository, prefix } = locateArtifacts(info.artifactUri, proxied);
      const infos = await repository.list(joinPath(prefix, path));
      const files = infos.map((file) => fileAnswer({ ...file, path: joinPath(path, basename(file.path)) }));
      return { root_uri: info.artifactUri, files: files.length > 0 ? files : undefined };
    },
  };
}

interface FileQuery {
  run_id?: string;
  run_uuid?: string;
  path?: string;
}

/** `/get-artifact`: one file of a run. */
export async function getArtifact(
  app: FastifyInstance,
  options: { store: TrackingStore; repository: ArtifactRepository },
): Promise<void> {
  app.get<{ Querystring: FileQuery }>('/get-artifact', async (request, reply) => {
    const { run_id, run_uuid, path } = request.query;
    if (!path) throw invalid('Request must specify path.');
    const { info } = await options.store.getRun(run_id || run_uuid || '');
    const { repository, prefix } = locateArtifacts(info.artifactUri, options.repository);
    return sendArtifact(reply, repository, joinPath(prefix, safePath(path)));
  });
}
