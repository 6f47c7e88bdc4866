import { basename } from 'node:path/posix';
import { Readable } from 'node:stream';
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
      return listArtifacts(info.artifactUri, path, proxied);
    },
  };
}

/** One folder below an artifact root, as MLflow's routes show it. */
export async function listArtifacts(root: string, folder: string, proxied: ArtifactRepository) {
  const path = safePath(folder);
  const { repository, prefix } = locateArtifacts(root, proxied);
  const infos = await repository.list(joinPath(prefix, path));
  const files = infos.map((file) => fileAnswer({ ...file, path: joinPath(path, basename(file.path)) }));
  return { root_uri: root, files: files.length > 0 ? files : undefined };
}

/** What `upload-artifact` takes, and what is read of more than that before it is refused. */
const MAX_UPLOAD = 10 * 1024 * 1024;
const BODY_LIMIT = 64 * 1024 * 1024;

interface FileQuery {
  run_id?: string;
  run_uuid?: string;
  path?: string;
}

/** `/get-artifact`, one file of a run, and `upload-artifact` of the ajax API, which writes one. */
export async function runFiles(
  app: FastifyInstance,
  options: { store: TrackingStore; repository: ArtifactRepository },
): Promise<void> {
  const place = async (query: FileQuery, runId: string | undefined) => {
    if (!query.path) throw invalid('Request must specify path.');
    const path = safePath(query.path);
    const { info } = await options.store.getRun(runId || '');
    const { repository, prefix } = locateArtifacts(info.artifactUri, options.repository);
    return { repository, path: joinPath(prefix, path) };
  };
  app.get<{ Querystring: FileQuery }>('/get-artifact', async ({ query }, reply) => {
    const { repository, path } = await place(query, query.run_id || query.run_uuid);
    return sendArtifact(reply, repository, path);
  });
  app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: BODY_LIMIT }, (_request, body, done) =>
      done(null, body),
    );
    scope.post<{ Querystring: FileQuery; Body: Buffer | undefined }>(
      '/ajax-api/2.0/mlflow/upload-artifact',
      async ({ query, body, headers }, reply) => {
        if (!query.run_uuid) throw invalid('Request must specify run_uuid.');
        if (!query.path) throw invalid('Request must specify path.');
        if (Number(headers['content-length'] ?? 0) > MAX_UPLOAD || (body?.length ?? 0) > MAX_UPLOAD)
          throw invalid('Artifact size is too large. Max size is 10MB.');
        if (!body?.length) throw invalid('Request must specify data.');
        const { repository, path } = await place(query, query.run_uuid);
        await repository.write(path, Readable.from([body]));
        return reply.header('content-type', 'application/json').send(Buffer.alloc(0));
      },
    );
  });
}
