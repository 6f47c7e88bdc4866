import { basename } from 'node:path/posix';
import { safePath } from '@orrery/artifacts';
import { fileAnswer } from '../mlflow/answer.ts';
import { isString, required } from '../mlflow/checks.ts';
import { ListArtifacts } from '../mlflow/messages.ts';
import { readRequest } from '../mlflow/request.ts';
import type { Route } from '../mlflow/route.ts';
import { type ArtifactPlaces, joinPath } from './places.ts';
import type { ArtifactRoots } from './roots.ts';

/** `artifacts/list` of the tracking API. */
export function listRoute(roots: ArtifactRoots, places: ArtifactPlaces): Route {
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
      return listArtifacts(await roots.ofRun(asked.run_id || asked.run_uuid || ''), path, places);
    },
  };
}

/** One folder below an artifact root, as MLflow's routes show it. */
export async function listArtifacts(root: string, folder: string, places: ArtifactPlaces) {
  const path = safePath(folder);
  const { repository, prefix } = await places.at(root);
  const infos = await repository.list(joinPath(prefix, path));
  const files = infos.map((file) => fileAnswer({ ...file, path: joinPath(path, basename(file.path)) }));
  return { root_uri: root, files: files.length > 0 ? files : undefined };
}
