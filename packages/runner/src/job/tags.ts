import { FOLDER_TAG, type Tag } from '@orrery/core';
import type { RunContext } from '../context.ts';
import type { Job } from './job.ts';

/** The tags under which a run is found again. */
export function runTags({ source }: RunContext, job: Job, folder: string): Tag[] {
  const tags: Record<string, string | null> = {
    'mlflow.user': source.user,
    'mlflow.source.name': source.name,
    'mlflow.source.type': 'JOB',
    'mlflow.source.git.commit': source.gitCommit,
    'orrery.dataset': job.dataset.slug,
    'orrery.model': job.model.slug,
    'orrery.model_version': job.model.version || null,
    'orrery.executor': job.executor,
    'orrery.image': job.executor === 'local' ? null : (job.model.container?.image ?? null),
    'orrery.seed': String(job.seed),
    [FOLDER_TAG]: folder,
    ...job.tags,
  };
  return Object.entries(tags).flatMap(([key, value]) => (value === null ? [] : [{ key, value }]));
}

/** Params as the tracking server takes them: nested maps flattened with `.`, anything but text as JSON. */
export function flattenParams(
  params: Record<string, unknown>,
  prefix = '',
): { key: string; value: string }[] {
  return Object.entries(params).flatMap(([name, value]) => {
    const key = prefix + name;
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      return flattenParams(value as Record<string, unknown>, `${key}.`);
    }
    return [{ key, value: typeof value === 'string' ? value : JSON.stringify(value) }];
  });
}
