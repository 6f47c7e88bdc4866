import type { SearchSpace } from '@orrery/sweeps';
import type { Catalog } from '../catalog/catalog.ts';
import type { DatasetEntry, ModelEntry } from '../catalog/entry.ts';
import type { ExecutorName, Resources } from '../executors/executor.ts';
import type { KubernetesSettings } from '../executors/kubernetes/settings.ts';
import { checkSchema } from './check-schema.ts';
import { checkSweeps } from './check-sweeps.ts';
import { entriesOf, globalsOf, type RawManifest } from './entries.ts';
import type { JobEntry, Manifest, Origin } from './manifest.ts';
import { beforeManifests, fromMultiverse, writtenPath } from './multiverse.ts';
import { planJob } from './plan-job.ts';
import { didYouMean, ManifestError, type Problem } from './problem.ts';
import { MANIFEST_SCHEMA } from './schema.ts';
import { YamlFile } from './yaml-file.ts';

/** A job with all that it needs to start. */
export interface PlannedJob {
  entry: JobEntry;
  /** What its run is called. */
  name: string;
  dataset: DatasetEntry;
  model: ModelEntry;
  /** The manifest's params over the defaults of the model's schema. */
  params: Record<string, unknown>;
  /** The job's over the model's own, map by map. */
  preprocessing: Record<string, unknown>;
  /** Where each of the params comes from. */
  origins: Record<string, Origin>;
  executor: ExecutorName;
  resources: Resources;
  /** Null where it runs elsewhere. */
  kubernetes: KubernetesSettings | null;
  /** What is searched; empty where nothing is sweepable. */
  space: SearchSpace;
  /** Run once with its params. */
  plain: boolean;
  /** Searched over its space. */
  swept: boolean;
}

export interface Plan {
  manifest: Manifest;
  jobs: PlannedJob[];
  /** What was left aside, without being wrong. */
  notes: Problem[];
}

export interface LoadOptions {
  /** The manifest, where it is no file; the file is then only what problems name it. */
  text?: string;
  /** For all jobs, whatever the manifest says. */
  executor?: ExecutorName | null;
  /** Whether jobs may name any file and image of this machine: only who runs the manifest here may do that. */
  inline?: boolean;
}

/**
 * Reads a manifest and resolves its jobs against the catalog.
 *
 * @throws ManifestError with everything that is wrong, each with its file and line
 */
export function loadPlan(
  file: string,
  catalog: Catalog,
  { text, executor, inline = false }: LoadOptions = {},
): Plan {
  const yaml = new YamlFile(file, text);
  if (yaml.problems.length > 0) throw new ManifestError(yaml.problems);
  const problems: Problem[] = [];
  const at = (path: (string | number)[], message: string): Problem => ({
    file,
    line: yaml.lineOf(writtenPath(yaml.value, path)),
    message,
  });
  const report = (path: (string | number)[], message: string) => problems.push(at(path, message));
  const old = beforeManifests(yaml.value);
  if (old) throw new ManifestError([at([], old)]);
  const { value, notes } = fromMultiverse(yaml.value);
  for (const { path, message } of checkSchema(MANIFEST_SCHEMA, value)) report(path, message);

  const raw = (value ?? {}) as RawManifest;
  checkSweeps(raw, report);
  const globals = globalsOf(raw.globals);
  const entries = entriesOf(raw).map((entry) => (executor ? { ...entry, executor } : entry));
  const jobs = entries.map((entry) => planJob(entry, globals, { file, catalog, inline }, report, problems));
  reportUnknownParams(raw, jobs, report);
  if (problems.length > 0) throw new ManifestError(distinct(problems));
  return {
    manifest: { file, text: yaml.text, globals, jobs: entries },
    jobs: jobs as PlannedJob[],
    notes: distinct(
      [...notes, ...rawDatasets(jobs as PlannedJob[])].map(({ path, message }) => at(path, message)),
    ),
  };
}

/** Params for all jobs are for those models that have them; one that no model has is a mistake. */
function reportUnknownParams(
  raw: RawManifest,
  jobs: (PlannedJob | null)[],
  report: (path: (string | number)[], message: string) => void,
): void {
  if (jobs.includes(null)) return;
  const known = new Set(jobs.flatMap((job) => Object.keys(job?.model.schema.properties ?? {})));
  for (const layer of ['globals', 'matrix'] as const) {
    for (const name of Object.keys(raw[layer]?.model_params ?? {})) {
      if (!known.has(name))
        report([layer, 'model_params', name], `no model has a param '${name}'.${didYouMean(name, known)}`);
    }
  }
}

/** Models in containers look for a file that multiverse makes of the raw ones; others may read those. */
function rawDatasets(jobs: PlannedJob[]): { path: (string | number)[]; message: string }[] {
  return jobs
    .filter(({ dataset, model }) => dataset.isRaw && model.container)
    .map(({ dataset, entry }) => ({
      path: [...entry.path, 'dataset_slug'],
      message: `${dataset.slug} has no data/processed.h5mu: its containers see its raw_files, but no /input/data.h5mu.`,
    }));
}

/** Two jobs of one model find the same fault in it; it is told once. */
function distinct(problems: Problem[]): Problem[] {
  return [...new Map(problems.map((problem) => [JSON.stringify(problem), problem])).values()];
}
