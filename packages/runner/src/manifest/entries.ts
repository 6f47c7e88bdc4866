import { cpus } from 'node:os';
import { record } from '../catalog/values.ts';
import type { Globals, JobEntry, Origin, PrimaryMetric, SweepSettings } from './manifest.ts';

type Path = (string | number)[];
type Names = string | string[];

/** What may stand in a job, in `matrix` and in `globals`. */
type Settings = Partial<Omit<JobEntry, 'dataset_slug' | 'model_name' | 'model_params' | 'path'>> & {
  model_params?: Record<string, unknown>;
};
type RawJob = Settings & { dataset_slug?: Names; model_name?: Names };
type RawMatrix = Settings & {
  datasets?: Names;
  models?: Names;
  exclude?: { dataset_slug?: Names; model_name?: Names }[];
};

/** A manifest as it is written, its names checked. */
export interface RawManifest {
  globals?: Partial<Globals> & Settings;
  matrix?: RawMatrix;
  jobs?: RawJob[];
}

export function globalsOf(raw: Partial<Globals> = {}): Globals {
  return {
    experiment_name: raw.experiment_name ?? 'Default',
    random_seed: raw.random_seed ?? 42,
    run_user_params: raw.run_user_params ?? true,
    run_gridsearch: raw.run_gridsearch ?? false,
    skip_completed: raw.skip_completed ?? false,
    metrics: metricsOf([raw]),
  };
}

interface Layer {
  origin: Origin;
  settings: Settings;
}

/**
 * The jobs of a manifest. Each takes what it does not say itself from `matrix`, where that has its pair, and then from
 * `globals`. A pair of the matrix that jobs name is not run besides.
 */
export function entriesOf({ globals = {}, matrix, jobs }: RawManifest): JobEntry[] {
  const base: Layer = { origin: 'globals', settings: globals };
  const shared: Layer | null = matrix ? { origin: 'matrix', settings: matrix } : null;
  const pairs = matrix ? pairsOf(matrix) : [];
  const named = (Array.isArray(jobs) ? jobs : []).flatMap((job, index) =>
    product(job?.dataset_slug ?? '', job?.model_name ?? '').map((pair) => {
      const inMatrix = shared && pairs.some((one) => same(one, pair));
      const layers: Layer[] = [{ origin: 'job', settings: job ?? {} }, ...(inMatrix ? [shared] : []), base];
      return entryOf(pair, layers, ['jobs', index]);
    }),
  );
  const own = (pair: Pair) => named.filter((job) => same([job.dataset_slug, job.model_name], pair));
  const spread = pairs.flatMap((pair) => {
    const jobsOfPair = own(pair);
    return jobsOfPair.length > 0 ? jobsOfPair : [entryOf(pair, [shared as Layer, base], ['matrix'])];
  });
  return [...spread, ...named.filter((job) => !spread.includes(job))];
}

type Pair = readonly [dataset: string, model: string];

function product(datasets: Names, models: Names): Pair[] {
  const all = [models].flat().map(String);
  return [datasets].flat().flatMap((dataset) => all.map((model) => [String(dataset), model] as const));
}

function pairsOf({ datasets = [], models = [], exclude = [] }: RawMatrix): Pair[] {
  const left = (Array.isArray(exclude) ? exclude : []).flatMap((one) =>
    product(one?.dataset_slug ?? datasets, one?.model_name ?? models),
  );
  return product(datasets, models).filter((pair) => !left.some((one) => same(one, pair)));
}

function same(a: Pair, b: Pair): boolean {
  return a[0] === b[0] && a[1] === b[1];
}

function entryOf([dataset, model]: Pair, layers: Layer[], path: Path): JobEntry {
  const all = layers.map(({ settings }) => settings);
  const first = <K extends keyof Settings>(key: K): Settings[K] | undefined =>
    all.find((settings) => settings[key] !== undefined)?.[key];
  return {
    dataset_slug: dataset,
    model_name: model,
    model_version: first('model_version') ?? null,
    name: first('name') ?? null,
    model: first('model') ?? null,
    dataset: first('dataset') ?? null,
    model_params: layers.map(({ origin, settings }) => ({ origin, values: record(settings.model_params) })),
    executor: first('executor') ?? null,
    timeout: first('timeout') ?? null,
    retries: first('retries') ?? 0,
    mem_limit: first('mem_limit') ?? null,
    cpus: first('cpus') ?? null,
    gpu: first('gpu') ?? null,
    replicas: first('replicas') ?? 1,
    kubernetes: Object.assign({}, ...all.map((one) => record(one.kubernetes)).reverse()),
    preprocessing: Object.assign({}, ...all.map((one) => record(one.preprocessing)).reverse()),
    mode: first('mode') ?? null,
    search_space: first('search_space') ?? null,
    metrics: metricsOf(all),
    sweep: sweepOf(all),
    path,
  };
}

function metricsOf(layers: { metrics?: Partial<PrimaryMetric> }[]): PrimaryMetric {
  const given = Object.assign({}, ...layers.map(({ metrics }) => record(metrics)).reverse());
  return { ...given, primary: given.primary ?? 'val_loss', direction: given.direction ?? 'minimize' };
}

function sweepOf(layers: { sweep?: Partial<SweepSettings> }[]): SweepSettings {
  const defaults = { n_trials: 20, sampler: 'tpe', pruner: 'median', timeout: null, parallel: cpus().length };
  return Object.assign(defaults, ...layers.map(({ sweep }) => record(sweep)).reverse());
}
