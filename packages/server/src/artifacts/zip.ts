import { basename } from 'node:path/posix';
import type { Readable } from 'node:stream';
import { type ArtifactRepository, safePath } from '@orrery/artifacts';
import { type ArtifactInfo, invalid, OrreryError } from '@orrery/core';
import type { FastifyInstance } from 'fastify';
import { ZipFile } from 'yazl';
import type { FileOptions } from './files.ts';
import { type ArtifactPlace, joinPath } from './places.ts';
import { disposition } from './send.ts';
import { watchTransfer } from './transfers.ts';

interface ZipQuery {
  run_id?: string;
  model_id?: string;
  name?: string;
  version?: string;
  path?: string;
}

/** `/api/artifacts/zip`: a folder of a run, a logged model or a model version, as one file. */
export async function zipRoute(app: FastifyInstance, { roots, places }: FileOptions): Promise<void> {
  app.get<{ Querystring: ZipQuery }>(
    '/api/artifacts/zip',
    { exposeHeadRoute: false },
    async (request, reply) => {
      const { run_id, model_id, name, version, path } = request.query;
      const folder = safePath(path ?? '');
      const root = run_id
        ? await roots.ofRun(run_id)
        : model_id
          ? await roots.ofLoggedModel(model_id)
          : name && version
            ? await roots.ofModelVersion(name, version)
            : null;
      if (root === null) throw invalid('Request must specify run_id, model_id, or name and version.');
      const place = await places.at(root);
      const below = { ...place, prefix: joinPath(place.prefix, folder) };
      const files = await filesBelow(below.repository, below.prefix);
      if (files.length === 0)
        throw new OrreryError('RESOURCE_DOES_NOT_EXIST', `No artifacts below '${folder}'.`);
      const title = basename(folder) || name || model_id || run_id || 'artifacts';
      const { stream, size } = await zip(below, files);
      return reply
        .header('content-type', 'application/zip')
        .header('content-length', size)
        .header('content-disposition', disposition(`${title}.zip`))
        .header('x-content-type-options', 'nosniff')
        .send(stream);
    },
  );
}

async function filesBelow(repository: ArtifactRepository, folder: string): Promise<ArtifactInfo[]> {
  const files: ArtifactInfo[] = [];
  for (const info of await repository.list(folder)) {
    if (info.isDir) files.push(...(await filesBelow(repository, info.path)));
    else files.push(info);
  }
  return files;
}

/**
 * Stores files, in order, without compressing them: weights and images hardly shrink, and so the size is known
 * beforehand. Each is opened when its turn comes; reading stops with the reader.
 */
async function zip(
  { repository, prefix }: ArtifactPlace,
  files: ArtifactInfo[],
): Promise<{ stream: Readable; size: number }> {
  const archive = new ZipFile();
  const output = archive.outputStream as Readable;
  let current: Readable | undefined;
  archive.on('error', (error) => output.destroy(error as Error));
  output.on('close', () => current?.destroy());
  output.once('close', watchTransfer());
  const open = async (path: string) => {
    current = await (await repository.open(path)).read();
    if (output.destroyed) current.destroy();
    return current;
  };
  for (const { path, size = 0 } of files) {
    const name = path.slice(prefix === '' ? 0 : prefix.length + 1);
    archive.addReadStreamLazy(name, { compress: false, size }, (opened) => {
      open(path).then(
        (stream) => opened(null, stream),
        (error) => opened(error, undefined as never),
      );
    });
  }
  const size = await new Promise<number>((resolve) => {
    archive.end(undefined, resolve as () => void);
  });
  return { stream: output, size };
}
