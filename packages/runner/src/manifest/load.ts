import { cpus } from 'node:os';
import type { SearchSpace } from '@orrery/sweeps';
import type { Catalog, DatasetEntry, ModelEntry } from '../catalog/catalog.ts';
import { defaultsOf, searchSpaceOf } from '../catalog/search-space.ts';
import type { ExecutorName, Resources } from '../executors/executor.ts';
import type { KubernetesSettings } from '../executors/kubernetes/settings.ts';
import { checkSchema } from './check-schema.ts';
import { placementProblems, readKubernetes } from './kubernetes.ts';
import type { Globals, JobEntry, Manifest, SweepSettings } from './manifest.ts';
import { ManifestError, type Problem } from './problem.ts';
import { readResources } from './resources.ts';
import { MANIFEST_SCHEMA } from './schema.ts';
import { YamlFile } from './yaml-file.ts';

/** A job with all that it needs to start. */
export interface PlannedJob {
  entry: JobEntry;
  dataset: DatasetEntry;
  model: ModelEntry;
  /** The manifest's params over the defaults of the model's schema. */
  params: Record<string, unknown>;
  executor: ExecutorName;
  resources: Resources;
  /** Null where it runs elsewhere. */
  kubernetes: KubernetesSettings | null;
  /** Empty where nothing is sweepable. */
  space: SearchSpace;
}

export interface Plan {
  manifest: Manifest;
  jobs: PlannedJob[];
}

/**
 * Reads a manifest and resolves its jobs against the catalog.
 *
 * @param executor for all jobs, whatever the manifest says
 * @throws ManifestError with everything that is wrong, each with its file and line
 */
export function loadPlan(file: string, catalog: Catalog, executor: ExecutorName | null = null): Plan {
  const yaml = new YamlFile(file);
  if (yaml.problems.length > 0) throw new ManifestError(yaml.problems);
  const problems: Problem[] = [];
  const report = (path: (string | number)[], message: string) =>
    problems.push({ file, line: yaml.lineOf(path), message });
  for (const { path, message } of checkSchema(MANIFEST_SCHEMA, yaml.value)) report(path, message);

  const raw = (yaml.value ?? {}) as { globals?: Partial<Globals>; jobs?: RawJob[] };
  const globals = globalsOf(raw.globals ?? {});
  const listed = (Array.isArray(raw.jobs) ? raw.jobs : []).map((job) =>
    entriesOf({ ...job, ...(executor && { executor }) }, globals),
  );
  const jobs = listed.flatMap((entries, index) =>
    entries.map((entry) => planJob(entry, index, catalog, report, problems)),
  );
  const entries = listed.flat();
  if (problems.length > 0) throw new ManifestError(distinct(problems));
  return { manifest: { file, text: yaml.text, globals, jobs: entries }, jobs: jobs as PlannedJob[] };
}

function globalsOf(raw: Partial<Globals>): Globals {
  return {
    experiment_name: raw.experiment_name ?? 'Default',
    random_seed: raw.random_seed ?? 42,
    run_user_params: raw.run_user_params ?? true,
    run_gridsearch: raw.run_gridsearch ?? false,
    skip_completed: raw.skip_completed ?? false,
    metrics: {
      ...raw.metrics,
      primary: raw.metrics?.primary ?? 'val_loss',
      direction: raw.metrics?.direction ?? 'minimize',
    },
    sweep: sweepOf(raw.sweep),
    kubernetes: raw.kubernetes ?? {},
  };
}

function sweepOf(raw: Partial<SweepSettings> | undefined, base?: SweepSettings): SweepSettings {
  const defaults = { n_trials: 20, sampler: 'tpe', pruner: 'median', timeout: null, parallel: cpus().length };
  return { ...(base ?? defaults), ...raw };
}

type RawJob = Partial<Omit<JobEntry, 'dataset_slug' | 'model_name'>> & {
  dataset_slug?: string | string[];
  model_name?: string | string[];
};

/** A job for each dataset and each model that an entry names. */
function entriesOf(raw: RawJob, globals: Globals): JobEntry[] {
  return [raw.dataset_slug ?? '']
    .flat()
    .flatMap((dataset) =>
      [raw.model_name ?? ''].flat().map((model) => entryOf(raw, String(dataset), String(model), globals)),
    );
}

function entryOf(raw: RawJob, dataset: string, model: string, globals: Globals): JobEntry {
  return {
    dataset_slug: dataset,
    model_name: model,
    model_params: raw.model_params ?? {},
    executor: raw.executor ?? null,
    timeout: raw.timeout ?? null,
    retries: raw.retries ?? 0,
    mem_limit: raw.mem_limit ?? null,
    cpus: raw.cpus ?? null,
    gpu: raw.gpu ?? null,
    replicas: raw.replicas ?? 1,
    kubernetes: { ...globals.kubernetes, ...raw.kubernetes },
    sweep: sweepOf(raw.sweep, globals.sweep),
  };
}

function planJob(
  entry: JobEntry,
  index: number,
  catalog: Catalog,
  report: (path: (string | number)[], message: string) => void,
  problems: Problem[],
): PlannedJob | null {
  const take = <T>(found: T | Problem[], name: string): T | null => {
    if (!Array.isArray(found)) return found;
    for (const problem of found) {
      if (problem.file === 'catalog') report(['jobs', index, name], problem.message);
      else problems.push(problem);
    }
    return null;
  };
  const dataset = entry.dataset_slug ? take(catalog.dataset(entry.dataset_slug), 'dataset_slug') : null;
  const model = entry.model_name ? take(catalog.model(entry.model_name), 'model_name') : null;
  if (!model) return null;
  const params = { ...defaultsOf(model.schema), ...entry.model_params };
  for (const { path, message } of checkSchema(model.schema, params)) {
    report(['jobs', index, 'model_params', ...path], `${entry.model_name}: ${message}`);
  }
  const executor = entry.executor ?? (model.container ? 'docker' : 'local');
  if (executor !== 'local' && !model.container)
    report(['jobs', index, 'executor'], `${model.slug} names no runtime.image, which ${executor} needs.`);
  if (executor === 'local' && !model.command)
    report(
      ['jobs', index, 'executor'],
      `${model.slug} names no runtime.command, which the local executor needs.`,
    );
  const { resources, problems: unread } = readResources(entry);
  const kubernetes = executor === 'kubernetes' ? readKubernetes(entry.kubernetes) : null;
  const unplaced = placementProblems({ executor, entry, model, resources, kubernetes, dataset });
  for (const [field, message] of Object.entries({ ...unread, ...unplaced }))
    report(['jobs', index, field], message);
  if (!dataset) return null;
  if (model.modalities && !dataset.modalities.some((one) => model.modalities?.includes(one))) {
    const message = `${entry.model_name} takes ${model.modalities.join(', ')}, but ${dataset.slug} is ${dataset.modalities.join(', ') || 'of no stated kind'}.`;
    report(['jobs', index], message);
  }
  try {
    const space = searchSpaceOf(model.schema);
    const settings = kubernetes?.settings ?? null;
    return { entry, dataset, model, params, executor, resources, kubernetes: settings, space };
  } catch (error) {
    problems.push({ file: `${model.folder}/hyperparameters.schema.json`, message: (error as Error).message });
    return null;
  }
}

/** Two jobs of one model find the same fault in it; it is told once. */
function distinct(problems: Problem[]): Problem[] {
  return [...new Map(problems.map((problem) => [JSON.stringify(problem), problem])).values()];
}
