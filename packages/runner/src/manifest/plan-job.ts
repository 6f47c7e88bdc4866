import type { SearchSpace } from '@orrery/sweeps';
import type { Catalog } from '../catalog/catalog.ts';
import { incompatible } from '../catalog/compatibility.ts';
import type { DatasetEntry, ModelEntry } from '../catalog/entry.ts';
import { searchSpaceOf, statedSpace } from '../catalog/search-space.ts';
import { mergedMaps } from '../catalog/values.ts';
import { checkSchema } from './check-schema.ts';
import { type InlineDataset, type InlineModel, inlineDataset, inlineModel } from './inline.ts';
import { placementProblems, readKubernetes } from './kubernetes.ts';
import type { PlannedJob } from './load.ts';
import type { Globals, JobEntry } from './manifest.ts';
import { resolveParams } from './params.ts';
import { didYouMean, type Problem } from './problem.ts';
import { readResources } from './resources.ts';

/** What jobs may name, and where. */
export interface JobSource {
  /** The manifest. */
  file: string;
  catalog: Catalog;
  /** Whether they may describe a model or a dataset themselves. */
  inline: boolean;
}

type Report = (path: (string | number)[], message: string) => void;

const NOT_HERE =
  'the server runs what its catalog has; a job that names an image or a path itself runs with `orrery run`, not detached.';

/** Resolves one job; null, with the reasons among the problems, where it cannot be run. */
export function planJob(
  entry: JobEntry,
  globals: Globals,
  source: JobSource,
  report: Report,
  problems: Problem[],
): PlannedJob | null {
  const inMatrix = entry.path[0] === 'matrix';
  const take = <T>(found: T | Problem[], name: string): T | null => {
    if (!Array.isArray(found)) return found;
    for (const problem of found) {
      if (problem.file === 'catalog') report([...entry.path, name], problem.message);
      else problems.push(problem);
    }
    return null;
  };
  const at = (name: string, ofMatrix: string) => (inMatrix ? ofMatrix : name);
  if ((entry.dataset || entry.model) && !source.inline) {
    report([...entry.path, entry.model ? 'model' : 'dataset'], NOT_HERE);
    return null;
  }
  const { catalog } = source;
  const dataset = entry.dataset
    ? datasetOf(entry.dataset, source.file, (message) => report([...entry.path, 'dataset', 'path'], message))
    : entry.dataset_slug
      ? take(catalog.dataset(entry.dataset_slug), at('dataset_slug', 'datasets'))
      : null;
  const model = entry.model
    ? modelOf(entry.model, source.file)
    : entry.model_name
      ? take(catalog.model(entry.model_name), at('model_name', 'models'))
      : null;
  if (!model) return null;

  if (entry.model_version !== null && String(entry.model_version) !== model.version)
    report([...entry.path, 'model_version'], otherVersion(entry.model_version, model));

  const onlyDefaults = !globals.run_user_params && !globals.run_gridsearch && entry.mode === null;
  const { params, origins, ranges } = resolveParams(entry, model, onlyDefaults);
  const stated = { ...ranges, ...entry.search_space };
  const fixed = { ...params };
  for (const name of Object.keys(stated)) delete fixed[name];
  for (const { path, message } of checkSchema(withoutRequired(model, stated), fixed))
    report([...entry.path, 'model_params', ...path], `${entry.model_name}: ${message}`);
  const space = spaceOf(entry, model, stated, report, problems);
  const swept = entry.mode === 'sweep' || (entry.mode === null && globals.run_gridsearch);
  const plain = entry.mode === 'run' || (entry.mode === null && (globals.run_user_params || onlyDefaults));
  if (!swept) {
    for (const name of Object.keys(ranges))
      report(
        [...entry.path, 'model_params', name],
        `${name} is a range to search, but this job is no sweep: set mode: sweep, or globals.run_gridsearch.`,
      );
  }
  const executor = executorOf(entry, model, report);
  const { resources, problems: unread } = readResources({
    ...entry,
    mem_limit: entry.mem_limit ?? model.memoryLimit,
  });
  const kubernetes = executor === 'kubernetes' ? readKubernetes(entry.kubernetes) : null;
  const unplaced = placementProblems({ executor, entry, model, resources, kubernetes, dataset });
  for (const [field, message] of Object.entries({ ...unread, ...unplaced }))
    report([...entry.path, field], message);
  if (!dataset || !space) return null;
  const nothingToSearch = Object.keys(space).length === 0;
  if (nothingToSearch && entry.mode === 'sweep' && Object.keys(stated).length === 0)
    report(
      [...entry.path, 'mode'],
      `${model.slug} has nothing to search: name it in search_space, or flag fields of its schema with "x-sweepable": true.`,
    );
  // A dataset that is named by its path says nothing of its kinds of data.
  const why = entry.dataset ? null : incompatible(dataset, model);
  if (why) report(entry.path, why);
  return {
    entry,
    name: entry.name ?? `${dataset.slug}/${model.slug}`,
    dataset,
    model,
    params,
    preprocessing: mergedMaps(model.preprocessing, entry.preprocessing),
    origins,
    executor,
    resources,
    kubernetes: kubernetes?.settings ?? null,
    space,
    plain: (plain && Object.keys(ranges).length === 0) || (swept && nothingToSearch),
    swept: swept && !nothingToSearch,
  };
}

function otherVersion(wanted: string | number, { slug, version }: ModelEntry): string {
  return `${slug} is of version ${version || 'none'}, not ${wanted}: say that one, or add the one that is meant.`;
}

/** Null where the manifest is not as its schema wants it, which is reported already. */
function datasetOf(
  given: InlineDataset,
  file: string,
  report: (message: string) => void,
): DatasetEntry | null {
  if (typeof given.path !== 'string' || given.path === '') return null;
  const found = inlineDataset(given, file);
  if (typeof found !== 'string') return found;
  report(found);
  return null;
}

function modelOf(given: InlineModel, file: string): ModelEntry | null {
  return typeof given.image === 'string' && given.slug ? inlineModel(given, file) : null;
}

/** The space that the manifest states, or that of the fields which the model's schema flags. */
function spaceOf(
  entry: JobEntry,
  model: ModelEntry,
  stated: Record<string, unknown>,
  report: Report,
  problems: Problem[],
): SearchSpace | null {
  if (Object.keys(stated).length === 0) {
    try {
      return searchSpaceOf(model.schema);
    } catch (error) {
      problems.push({
        file: `${model.folder}/hyperparameters.schema.json`,
        message: (error as Error).message,
      });
      return null;
    }
  }
  const known = Object.keys(model.schema.properties ?? {});
  const space: SearchSpace = {};
  for (const [name, range] of Object.entries(stated)) {
    const path = [
      ...entry.path,
      entry.search_space && name in entry.search_space ? 'search_space' : 'model_params',
    ];
    try {
      if (model.schema.additionalProperties === false && !known.includes(name))
        report([...path, name], `${entry.model_name}: unknown name '${name}'.${didYouMean(name, known)}`);
      space[name] = statedSpace(name, range);
    } catch (error) {
      report([...path, name], (error as Error).message);
    }
  }
  return space;
}

function executorOf(entry: JobEntry, model: ModelEntry, report: Report): PlannedJob['executor'] {
  const executor = entry.executor ?? (model.container ? 'docker' : 'local');
  const path = [...entry.path, 'executor'];
  if (executor !== 'local' && !model.container)
    report(path, `${model.slug} names no runtime.image, which ${executor} needs.`);
  if (executor === 'local' && !model.command)
    report(path, `${model.slug} names no runtime.command, which the local executor needs.`);
  return executor;
}

/** The model's schema, in which what is searched need not be given. */
function withoutRequired({ schema }: ModelEntry, searched: Record<string, unknown>): object {
  if (!Array.isArray(schema.required) || Object.keys(searched).length === 0) return schema;
  return { ...schema, required: schema.required.filter((name) => !(name in searched)) };
}
