import { isMap, record } from '../catalog/values.ts';

type Path = (string | number)[];
type Fields = Record<string, unknown>;

/** Of multiverse, and without a meaning here: where its own studies and images are, its cluster, its checks. */
const LEFT_ASIDE = {
  globals: ['manifest_run_id', 'host_ram_gb'],
  job: ['study_storage', 'image_sif', 'image_digest', 'slurm', 'validators'],
  model: ['image_digest'],
  dataset: ['n_obs'],
};

/** A null in these says as little as leaving them out. */
const NULL_IS_NOTHING = [
  'metrics',
  'search_space',
  'mode',
  'gpu',
  'mem_limit',
  'preprocessing',
  'params',
  'models',
];

/** Metrics that multiverse computes from embeddings, after and apart from its jobs. */
const EVALUATED = ['bio_conservation', 'batch_correction'];

/** Trials of a sweep that does not say how many. */
const N_TRIALS = 10;

/** Where a name of ours stands in a job of multiverse. */
const WRITTEN: Record<string, Path[]> = {
  dataset_slug: [['dataset_id'], ['dataset', 'slug']],
  model_name: [['models'], ['model', 'slug']],
  model_params: [['params']],
  gpu: [['model', 'gpu']],
};

/** A manifest in the names of this program, with what was left aside. */
export interface Renamed {
  value: unknown;
  notes: { path: Path; message: string }[];
}

/**
 * Reads a manifest of multiverse as one of ours: jobs with `dataset_id` and `models`, sweeps written as `mode: sweep`
 * with `optimize_metric`, `direction` and `n_trials`, `experiment_name` at the top, `globals.backend`; and those of its
 * simple mode, whose jobs have a `model` with an image, a `dataset` with a path, and `params`.
 */
export function fromMultiverse(value: unknown): Renamed {
  const notes: Renamed['notes'] = [];
  if (!isMap(value)) return { value, notes };
  const { manifest_version, schema_version, experiment_name, ...top } = value;
  const named = experiment_name === undefined ? {} : { experiment_name };
  const globals =
    top.globals === undefined && experiment_name === undefined
      ? {}
      : { globals: globalsOf({ ...named, ...record(top.globals) }, top.globals, notes) };
  const nTrials = record(top.globals).sweep === undefined ? N_TRIALS : undefined;
  const jobs = Array.isArray(top.jobs)
    ? { jobs: top.jobs.map((job, index) => jobOf(job, ['jobs', index], nTrials, notes)) }
    : {};
  return { value: { ...top, ...globals, ...jobs }, notes };
}

/** What to do with a file that multiverse had before it had manifests; null for any other. */
export function beforeManifests(value: unknown): string | null {
  const { jobs, matrix, data, model } = record(value);
  if (jobs !== undefined || matrix !== undefined || !isMap(data) || !isMap(model)) return null;
  return (
    "is a config.json of multiverse, from before its manifests. Put each of its 'data' into a catalog as a dataset, " +
    "and write a job with dataset_slug, model_name and model_params for each of its 'model'."
  );
}

/** Where in a manifest of multiverse the thing stands that is called `path` here. */
export function writtenPath(value: unknown, path: Path): Path {
  const [jobs, index, name, ...rest] = path;
  if (jobs !== 'jobs' || typeof index !== 'number' || typeof name !== 'string') return path;
  const list = record(value).jobs;
  const job = record(Array.isArray(list) ? list[index] : null);
  if (name in job) return path;
  const found = WRITTEN[name]?.find(([first, second]) => {
    const outer = job[String(first)];
    return second === undefined ? outer !== undefined : record(outer)[second] !== undefined;
  });
  return found ? [jobs, index, ...found, ...rest] : path;
}

function globalsOf(globals: Fields, given: unknown, notes: Renamed['notes']): unknown {
  if (given !== undefined && given !== null && !isMap(given)) return given;
  const { backend, slurm: _slurm, mv_contract_version: _version, ...others } = globals;
  const rest = leaveAside(others, LEFT_ASIDE.globals, ['globals'], notes);
  if (rest.metrics === null) delete rest.metrics;
  noteEvaluated(rest.metrics, ['globals', 'metrics'], notes);
  if (backend === undefined || backend === 'docker') {
    return { ...rest, ...(backend === 'docker' && !rest.executor && { executor: 'docker' }) };
  }
  const message = `backend '${backend}' is none of ours; each job runs on its executor.`;
  notes.push({ path: ['globals', 'backend'], message });
  return rest;
}

function jobOf(job: unknown, path: Path, nTrials: number | undefined, notes: Renamed['notes']): unknown {
  if (!isMap(job)) return job;
  const said = Object.entries(job).filter(([key, value]) => value !== null || !NULL_IS_NOTHING.includes(key));
  const kept = leaveAside(Object.fromEntries(said), LEFT_ASIDE.job, path, notes);
  const { dataset_id, models, params, optimize_metric, direction, n_trials, ...rest } = kept;
  noteEvaluated(rest.metrics, [...path, 'metrics'], notes);
  const trials = n_trials ?? (optimize_metric !== undefined && !rest.sweep ? nTrials : undefined);
  const aim = {
    ...(optimize_metric !== undefined && { primary: metricName(optimize_metric), direction: 'maximize' }),
    ...(direction !== undefined && { direction }),
  };
  return {
    ...rest,
    ...(dataset_id !== undefined && !rest.dataset_slug && { dataset_slug: asName(dataset_id) }),
    ...(models !== undefined && (Array.isArray(models) || !rest.model_name) && { model_name: models }),
    ...(params !== undefined && { model_params: params }),
    ...(Object.keys(aim).length > 0 && { metrics: { ...record(rest.metrics), ...aim } }),
    ...(trials !== undefined && { sweep: { ...record(rest.sweep), n_trials: trials } }),
    ...inlineOf(rest, path, notes),
  };
}

/** What a job of the simple mode says of its model and its dataset, under the names of both. */
function inlineOf({ model, dataset, gpu }: Fields, path: Path, notes: Renamed['notes']): Fields {
  const fields: Fields = {};
  if (isMap(model)) {
    const { gpu: own, ...kept } = leaveAside(model, LEFT_ASIDE.model, [...path, 'model'], notes);
    Object.assign(fields, { model: kept, model_name: asName(kept.slug ?? '') });
    if (own !== undefined && gpu === undefined) fields.gpu = own;
  }
  if (isMap(dataset)) {
    const kept = leaveAside(dataset, LEFT_ASIDE.dataset, [...path, 'dataset'], notes);
    const said = Object.entries(kept).filter(([, value]) => value !== null);
    Object.assign(fields, { dataset: Object.fromEntries(said), dataset_slug: asName(kept.slug ?? '') });
  }
  return fields;
}

function leaveAside(fields: Fields, names: string[], path: Path, notes: Renamed['notes']): Fields {
  const kept: Fields = {};
  for (const [key, value] of Object.entries(fields)) {
    if (!names.includes(key)) kept[key] = value;
    else if (value !== null) notes.push({ path: [...path, key], message: `${key} is left aside.` });
  }
  return kept;
}

function noteEvaluated(metrics: unknown, path: Path, notes: Renamed['notes']): void {
  for (const name of EVALUATED) {
    if (record(metrics)[name] === undefined) continue;
    const message = `${name} is left aside: metrics of embeddings are computed by multiverse's own evaluation.`;
    notes.push({ path: [...path, name], message });
  }
}

/** Multiverse names a metric by where it stands in `metrics.json`. */
function metricName(name: unknown): unknown {
  return typeof name === 'string' ? name.replace(/^model_metrics\./, '') : name;
}

function asName(name: unknown): unknown {
  return typeof name === 'number' ? String(name) : name;
}
