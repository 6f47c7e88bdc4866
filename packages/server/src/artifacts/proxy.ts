import { basename } from 'node:path/posix';
import type { Readable } from 'node:stream';
import { type ArtifactRepository, safePath } from '@orrery/artifacts';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { sendJson } from '../json.ts';
import { fileAnswer } from '../mlflow/answer.ts';
import { sendArtifact } from './send.ts';

/** MLflow's artifact proxy: files below the artifact destination, by path. */
export async function artifactProxy(
  app: FastifyInstance,
  options: { repository: ArtifactRepository },
): Promise<void> {
  const { repository } = options;
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', (_request, payload, done) => done(null, payload));

  app.get<{ Querystring: { path?: string } }>('/mlflow-artifacts/artifacts', async (request, reply) => {
    const infos = await repository.list(safePath(request.query.path ?? ''));
    const files = infos.map((info) => fileAnswer({ ...info, path: basename(info.path) }));
    return sendJson(reply, files.length > 0 ? { files } : {});
  });
  app.get('/mlflow-artifacts/artifacts/*', async (request, reply) =>
    sendArtifact(reply, repository, wildcard(request)),
  );
  app.put('/mlflow-artifacts/artifacts/*', { bodyLimit: Number.MAX_SAFE_INTEGER }, async (request, reply) => {
    await repository.write(wildcard(request), (request.body as Readable | undefined) ?? request.raw);
    return reply.send();
  });
  app.delete('/mlflow-artifacts/artifacts/*', async (request, reply) => {
    await repository.delete(wildcard(request));
    return sendJson(reply, {});
  });
}

function wildcard(request: FastifyRequest): string {
  return safePath((request.params as { '*': string })['*']);
}
