import { safePath } from '@orrery/artifacts';
import { type Int64, int64Json, invalid } from '@orrery/core';
import { isIntegerLike, isString, required } from '../mlflow/checks.ts';
import * as messages from '../mlflow/messages.ts';
import { readRequest } from '../mlflow/request.ts';
import type { Route } from '../mlflow/route.ts';
import { type ArtifactPlaces, isProxied, joinPath } from './places.ts';
import { directOf } from './proxy.ts';
import type { ArtifactRoots } from './roots.ts';

const UPLOAD_SECONDS = 900;
const MAX_SECONDS = 604_800;

/** URLs with which a client reaches the storage of a run or a logged model itself. */
export function presignedRoutes(roots: ArtifactRoots, places: ArtifactPlaces, urlSeconds: number): Route[] {
  const access = async (root: string, what: 'upload' | 'download', subject: string) => {
    if (isProxied(root) !== null) {
      const scheme = root.slice(0, root.indexOf(':'));
      throw invalid(
        `Presigned ${what} is not supported for ${subject}proxied artifact storage (artifact URI scheme: ${scheme}). ` +
          `This endpoint requires a ${subject ? 'run with a ' : ''}direct cloud storage artifact URI.`,
      );
    }
    const { repository, prefix } = await places.at(root);
    return { direct: directOf(repository, `Presigned ${what}`), prefix };
  };
  return [
    {
      method: 'POST',
      path: '/artifacts/presigned-upload-url',
      async handle(request) {
        const asked = readRequest(request, messages.CreatePresignedUploadUrl, {
          run_id: [isString],
          model_id: [isString],
          path: [required, isString],
          expiration: [isIntegerLike],
        });
        const { run_id, model_id } = asked;
        if (Boolean(run_id) === Boolean(model_id))
          throw invalid('Exactly one of run_id and model_id must be provided.');
        const path = safePath(asked.path ?? '');
        const root = run_id ? await roots.ofRun(run_id) : await roots.ofLoggedModel(model_id ?? '');
        const { direct, prefix } = await access(root, 'upload', '');
        const seconds = Number(asked.expiration ?? UPLOAD_SECONDS);
        const { url, headers } = await direct.signUpload(joinPath(prefix, path), seconds);
        return { presigned_url: url, headers };
      },
    },
    {
      method: 'POST',
      path: '/artifacts/presigned-download-url',
      async handle(request) {
        const asked = readRequest(request, messages.CreatePresignedDownloadUrl, {
          run_id: [required, isString],
          path: [required, isString],
          expiration: [isIntegerLike],
        });
        const path = safePath(asked.path ?? '');
        const seconds: Int64 = asked.expiration ?? urlSeconds;
        if (seconds < 1 || seconds > MAX_SECONDS)
          throw invalid(`expiration must be between 1 and ${MAX_SECONDS} seconds (got ${seconds}).`);
        const { direct, prefix } = await access(
          await roots.ofRun(asked.run_id ?? ''),
          'download',
          'runs with ',
        );
        const { url, size } = await direct.signDownload(joinPath(prefix, path), Number(seconds));
        return { presigned_url: url, file_size: int64Json(size) };
      },
    },
  ];
}
