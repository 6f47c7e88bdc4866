import { record } from '../catalog/values.ts';

type Path = (string | number)[];

/** What multiverse calls a thing, and what it is called here. */
const NAMES: Record<string, string> = { dataset_id: 'dataset_slug', models: 'model_name' };

/** Of multiverse, and without a meaning here: where its own studies and images are, and its cluster. */
const LEFT_ASIDE = new Set(['study_storage', 'image_sif', 'image_digest', 'slurm', 'validators']);

/** A manifest in the names of this program, with what was left aside. */
export interface Renamed {
  value: unknown;
  notes: { path: Path; message: string }[];
}

/**
 * Reads a manifest of multiverse as one of ours: jobs with `dataset_id` and `models`, sweeps written as `mode: sweep`
 * with `optimize_metric`, `direction` and `n_trials`, `experiment_name` at the top, `globals.backend`.
 */
export function fromMultiverse(value: unknown): Renamed {
  const notes: Renamed['notes'] = [];
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return { value, notes };
  const { manifest_version, schema_version, experiment_name, ...top } = value as Record<string, unknown>;
  const named = experiment_name === undefined ? {} : { experiment_name };
  const globals =
    top.globals === undefined && experiment_name === undefined
      ? {}
      : { globals: globalsOf({ ...named, ...record(top.globals) }, top.globals, notes) };
  const jobs = Array.isArray(top.jobs)
    ? { jobs: top.jobs.map((job, index) => jobOf(job, ['jobs', index], notes)) }
    : {};
  return { value: { ...top, ...globals, ...jobs }, notes };
}

function globalsOf(globals: Record<string, unknown>, given: unknown, notes: Renamed['notes']): unknown {
  if (given !== undefined && (typeof given !== 'object' || given === null || Array.isArray(given)))
    return given;
  const { backend, slurm: _slurm, mv_contract_version: _version, ...rest } = globals;
  if (backend === undefined || backend === 'docker') {
    return { ...rest, ...(backend === 'docker' && !rest.executor && { executor: 'docker' }) };
  }
  const message = `backend '${backend}' is none of ours; each job runs on its executor.`;
  notes.push({ path: ['globals', 'backend'], message });
  return rest;
}

function jobOf(job: unknown, path: Path, notes: Renamed['notes']): unknown {
  if (typeof job !== 'object' || job === null || Array.isArray(job)) return job;
  const named: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(job)) {
    if (LEFT_ASIDE.has(key)) notes.push({ path: [...path, key], message: `${key} is left aside.` });
    else named[NAMES[key] ?? key] = value;
  }
  const { optimize_metric, direction, n_trials, ...rest } = named;
  return {
    ...rest,
    ...(optimize_metric !== undefined && {
      metrics: { ...record(rest.metrics), primary: optimize_metric, direction: direction ?? 'maximize' },
    }),
    ...(n_trials !== undefined && { sweep: { ...record(rest.sweep), n_trials } }),
  };
}
