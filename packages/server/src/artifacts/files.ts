import { Readable } from 'node:stream';
import { safePath } from '@orrery/artifacts';
import { invalid, OrreryError } from '@orrery/core';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type ArtifactPlaces, joinPath } from './places.ts';
import type { ArtifactRoots } from './roots.ts';
import { sendArtifact } from './send.ts';

/** What `upload-artifact` takes. */
const MAX_UPLOAD = 10 * 1024 * 1024;

interface FileQuery {
  run_id?: string;
  run_uuid?: string;
  name?: string;
  version?: string;
  path?: string;
  artifact_file_path?: string;
}

export interface FileOptions {
  roots: ArtifactRoots;
  places: ArtifactPlaces;
}

/** Single files of runs, model versions and logged models, as MLflow's web app reads and writes them. */
export async function artifactFiles(app: FastifyInstance, { roots, places }: FileOptions): Promise<void> {
  const send = async (request: FastifyRequest, reply: FastifyReply, root: string, path: string) => {
    const { repository, prefix } = await places.at(root);
    return sendArtifact(request, reply, repository, joinPath(prefix, path));
  };
  app.get<{ Querystring: FileQuery }>('/get-artifact', async (request, reply) => {
    const path = pathOf(request.query.path);
    const root = await roots.ofRun(request.query.run_id || request.query.run_uuid || '');
    return send(request, reply, root, path);
  });
  app.get<{ Querystring: FileQuery }>('/model-versions/get-artifact', async (request, reply) => {
    const { name = '', version = '', path } = request.query;
    const safe = pathOf(path);
    return send(request, reply, await roots.ofModelVersion(name, version), safe);
  });
  app.get<{ Querystring: FileQuery; Params: { model_id: string } }>(
    '/api/2.0/mlflow/logged-models/:model_id/artifacts/files',
    async (request, reply) => {
      const { artifact_file_path } = request.query;
      if (!artifact_file_path) {
        const message = 'Request must include the "artifact_file_path" query parameter.';
        throw new OrreryError('BAD_REQUEST', message);
      }
      const path = safePath(artifact_file_path);
      return send(request, reply, await roots.ofLoggedModel(request.params.model_id), path);
    },
  );
  app.register(uploads, { roots, places });
}

async function uploads(app: FastifyInstance, { roots, places }: FileOptions): Promise<void> {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  app.post<{ Querystring: FileQuery; Body: Buffer | undefined }>(
    '/api/2.0/mlflow/upload-artifact',
    async ({ query, body, headers }, reply) => {
      if (!query.run_uuid) throw invalid('Request must specify run_uuid.');
      const path = pathOf(query.path);
      if (Number(headers['content-length'] ?? 0) > MAX_UPLOAD || (body?.length ?? 0) > MAX_UPLOAD)
        throw invalid('Artifact size is too large. Max size is 10MB.');
      if (!body?.length) throw invalid('Request must specify data.');
      const { repository, prefix } = await places.at(await roots.ofRun(query.run_uuid));
      await repository.write(joinPath(prefix, path), Readable.from([body]), body.length);
      return reply.header('content-type', 'application/json').send(Buffer.alloc(0));
    },
  );
}

function pathOf(path: string | undefined): string {
  if (!path) throw invalid('Request must specify path.');
  return safePath(path);
}
