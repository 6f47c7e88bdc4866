import { useQuery } from '@tanstack/react-query';
import { mlflowGet, mlflowPost } from './api.ts';
import type { Run } from './model.ts';

const MOST = 50;

/** A model that a run logged. */
export interface RunModel {
  id: string;
  name: string;
  type: string;
  status: 'pending' | 'ready' | 'failed' | 'unknown';
  /** Of the run's training, where it was told. */
  step: number | null;
  metrics: readonly { key: string; value: number; dataset: string }[];
  params: readonly { key: string; value: string }[];
  artifactUri: string;
  /** What it is called in the registry. */
  versions: readonly ModelVersion[];
}

export interface ModelVersion {
  name: string;
  version: string;
  stage: string;
  source: string;
}

interface ModelJson {
  info: {
    model_id: string;
    name: string;
    model_type?: string;
    status?: string;
    artifact_uri?: string;
  };
  data?: {
    params?: { key: string; value: string }[];
    metrics?: { key: string; value: number | string; dataset_name?: string }[];
  };
}

interface VersionJson {
  name: string;
  version: string;
  current_stage?: string;
  source?: string;
}

const STATUS: Record<string, RunModel['status']> = {
  LOGGED_MODEL_PENDING: 'pending',
  LOGGED_MODEL_READY: 'ready',
  LOGGED_MODEL_UPLOAD_FAILED: 'failed',
};

/** The models that a run logged, and the versions in the registry that it made without one. */
export function useRunModels(run: Run) {
  return useQuery({
    queryKey: ['run', run.id, 'models'],
    staleTime: 10_000,
    queryFn: async ({ signal }) => {
      const id = run.id.replaceAll("'", '');
      const [found, registered] = await Promise.all([
        mlflowPost<{ models?: ModelJson[] }>(
          'logged-models/search',
          { experiment_ids: [run.experimentId], filter: `source_run_id = '${id}'`, max_results: MOST },
          signal,
        ),
        mlflowGet<{ model_versions?: VersionJson[] }>(
          'model-versions/search',
          { filter: `run_id = '${id}'`, max_results: MOST },
          signal,
        ),
      ]);
      const versions = (registered.model_versions ?? []).map(
        ({ name, version, current_stage = 'None', source = '' }): ModelVersion => ({
          name,
          version,
          stage: current_stage,
          source,
        }),
      );
      const models = (found.models ?? []).map((json) => toModel(json, run, versions));
      const placed = new Set(models.flatMap((model) => model.versions));
      return { models, versions: versions.filter((version) => !placed.has(version)) };
    },
  });
}

function toModel({ info, data = {} }: ModelJson, run: Run, versions: readonly ModelVersion[]): RunModel {
  const id = info.model_id;
  const artifactUri = info.artifact_uri ?? '';
  return {
    id,
    name: info.name,
    type: info.model_type ?? '',
    status: STATUS[info.status ?? ''] ?? 'unknown',
    step: run.modelSteps[id] ?? null,
    metrics: (data.metrics ?? []).map(({ key, value, dataset_name = '' }) => ({
      key,
      value: Number(value),
      dataset: dataset_name,
    })),
    params: data.params ?? [],
    artifactUri,
    versions: versions.filter(
      ({ source }) => source === `models:/${id}` || (artifactUri !== '' && source.startsWith(artifactUri)),
    ),
  };
}
