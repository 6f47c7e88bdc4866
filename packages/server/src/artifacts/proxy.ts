import { basename } from 'node:path/posix';
import type { Readable } from 'node:stream';
import { type ArtifactRepository, type DirectAccess, safePath } from '@orrery/artifacts';
import { int64Json, invalid, OrreryError } from '@orrery/core';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { sendJson } from '../json.ts';
import { fileAnswer } from '../mlflow/answer.ts';
import { textBodies } from '../mlflow/bodies.ts';
import { isArray, isIntegerLike, isString, required } from '../mlflow/checks.ts';
import * as messages from '../mlflow/messages.ts';
import { readRequest } from '../mlflow/request.ts';
import { joinPath } from './places.ts';
import { sendArtifact } from './send.ts';
import { watchTransfer } from './transfers.ts';

export interface ArtifactProxyOptions {
  /** Null with `--no-serve-artifacts`. */
  served: ArtifactRepository | null;
  /** How long a URL to download past the server lasts, in seconds. */
  urlSeconds: number;
}

const FILES = '/mlflow-artifacts/artifacts';

/** MLflow's artifact proxy: files below the artifact destination, by path. */
export async function artifactProxy(
  app: FastifyInstance,
  { served, urlSeconds }: ArtifactProxyOptions,
): Promise<void> {
  if (!served) return disabled(app);
  await app.register(files, { served });
  await app.register(direct, { served, urlSeconds });
}

/** Uploads arrive as streams, however large they are. */
async function files(app: FastifyInstance, { served }: { served: ArtifactRepository }): Promise<void> {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', (_request, payload, done) => done(null, payload));

  app.get<{ Querystring: { path?: string } }>(FILES, async (request, reply) => {
    const infos = await served.list(safePath(request.query.path ?? ''));
    const found = infos.map((info) => fileAnswer({ ...info, path: basename(info.path) }));
    return sendJson(reply, found.length > 0 ? { files: found } : {});
  });
  app.get(`${FILES}/*`, async (request, reply) => sendArtifact(request, reply, served, wildcard(request)));
  app.put(`${FILES}/*`, { bodyLimit: Number.MAX_SAFE_INTEGER }, async (request, reply) => {
    const path = wildcard(request);
    const size = request.headers['content-length'];
    const body = (request.body as Readable | undefined) ?? request.raw;
    const passed = watchTransfer();
    try {
      await served.write(path, body, size === undefined ? undefined : Number(size));
    } finally {
      passed();
    }
    return reply.send();
  });
  app.delete(`${FILES}/*`, async (request, reply) => {
    const path = wildcard(request);
    if (path === '') throw invalid('Invalid path');
    await served.delete(path);
    return sendJson(reply, {});
  });
}

interface DirectOptions {
  served: ArtifactRepository;
  urlSeconds: number;
}

/** Multipart uploads and presigned URLs, where the storage has them. */
async function direct(app: FastifyInstance, { served, urlSeconds }: DirectOptions): Promise<void> {
  textBodies(app);
  app.post('/mlflow-artifacts/mpu/create/*', async (request, reply) => {
    const folder = wildcard(request);
    const { path = '', num_parts = 0 } = readRequest(request, messages.CreateMultipartUpload, {
      path: [isString, required],
      num_parts: [isIntegerLike],
    });
    const access = directOf(served, 'Multipart upload');
    const { uploadId, urls } = await access.createUpload(fileIn(folder, path), Number(num_parts));
    const credentials = urls.map((url, index) => ({ url, part_number: index + 1 }));
    return sendJson(reply, {
      upload_id: uploadId,
      credentials: credentials.length > 0 ? credentials : undefined,
    });
  });
  app.post('/mlflow-artifacts/mpu/complete/*', async (request, reply) => {
    const folder = wildcard(request);
    const asked = readRequest(request, messages.CompleteMultipartUpload, {
      path: [isString, required],
      upload_id: [isString],
      parts: [isArray, required],
    });
    const access = directOf(served, 'Multipart upload');
    const parts = (asked.parts ?? []).map(({ part_number = 0, etag = '' }) => ({
      partNumber: Number(part_number),
      etag,
    }));
    await access.completeUpload(fileIn(folder, asked.path ?? ''), asked.upload_id ?? '', parts);
    return sendJson(reply, {});
  });
  app.post('/mlflow-artifacts/mpu/abort/*', async (request, reply) => {
    const folder = wildcard(request);
    const { path = '', upload_id = '' } = readRequest(request, messages.AbortMultipartUpload, {
      path: [isString, required],
      upload_id: [isString],
    });
    await directOf(served, 'Multipart upload').abortUpload(fileIn(folder, path), upload_id);
    return sendJson(reply, {});
  });
  app.get('/mlflow-artifacts/presigned/*', async (request, reply) => {
    const path = wildcard(request);
    const { url, headers, size } = await directOf(served, 'Multipart download').signDownload(
      path,
      urlSeconds,
    );
    return sendJson(reply, { url, headers, file_size: int64Json(size) });
  });
}

/** @throws OrreryError NOT_IMPLEMENTED, upon which clients go through the server */
export function directOf(repository: ArtifactRepository, what: string): DirectAccess {
  if (repository.direct) return repository.direct;
  const message = `${what} is not supported for the current artifact repository`;
  throw new OrreryError('NOT_IMPLEMENTED', message);
}

/** MLflow says it in two ways: one for the routes that stream files, one for the rest. */
function disabled(app: FastifyInstance): void {
  textBodies(app);
  const how = 'Run `mlflow server` with `--serve-artifacts` to enable.';
  app.route({
    method: ['GET', 'PUT'],
    url: `${FILES}/*`,
    handler: async (_request, reply) =>
      sendJson(reply.code(503), { detail: `Artifact serving is disabled. ${how}` }),
  });
  const shown = '<path:artifact_path>';
  const refuse = (method: 'GET' | 'POST' | 'DELETE', path: string) =>
    app.route({
      method,
      url: path,
      handler: async ({ originalUrl }, reply) => {
        const [prefix] = /\/(ajax-)?api\/\d\.0(?=\/mlflow-artifacts)/.exec(originalUrl) ?? [app.prefix];
        const message = `Endpoint: ${prefix}${path.replace('*', shown)} disabled due to the mlflow server running with \`--no-serve-artifacts\`. To enable artifacts server functionality, run \`mlflow server\` with \`--serve-artifacts\``;
        return reply.code(503).type('text/html; charset=utf-8').send(message);
      },
    });
  refuse('GET', FILES);
  refuse('DELETE', `${FILES}/*`);
  refuse('GET', '/mlflow-artifacts/presigned/*');
  for (const step of ['create', 'complete', 'abort']) refuse('POST', `/mlflow-artifacts/mpu/${step}/*`);
}

function wildcard(request: FastifyRequest): string {
  return safePath((request.params as { '*': string })['*']);
}

function fileIn(folder: string, path: string): string {
  return safePath(joinPath(folder, basename(path)));
}
