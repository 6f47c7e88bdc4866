import { type ArtifactRepository, openArtifacts } from '@orrery/artifacts';
import { UnreachableError } from '@orrery/client';
import { type LoggedModel, type Metric, type ModelVersion, OrreryError, type Run } from '@orrery/core';
import { restoreLoggedModel, restoreRegisteredModel } from '@orrery/models';
import {
  type Database,
  openDatabase,
  restoreExperiment,
  restoreRun,
  SqlTrackingStore,
} from '@orrery/tracking';
import { appendToLocation } from '@orrery/tracking/sql';
import { ArtifactPlaces, joinPath } from '../../artifacts/places.ts';
import type { ServerConfig } from '../../config.ts';
import type {
  ImportSource,
  SourceExperiment,
  SourceFile,
  SourceRegisteredModel,
  SourceRun,
} from './source.ts';

export interface ImportOptions {
  /** Of experiments; all without one. */
  names: readonly string[];
  /** Deleted experiments and runs too. */
  deleted: boolean;
  artifacts: boolean;
  /** Only counts the runs that would come, and those that are here. */
  dryRun: boolean;
  tell: (line: string) => void;
}

export interface ImportReport {
  experiments: number;
  runs: number;
  /** Runs that were here already. */
  there: number;
  points: number;
  files: number;
  bytes: number;
  loggedModels: number;
  modelVersions: number;
  /** What could not be taken over, and why. */
  problems: string[];
}

/**
 * Takes over what a source holds: under their own ids where those are free, with all times. What is here stays as it is, so
 * that it can be done again after it broke off: what is missing is added. A server may run meanwhile.
 */
export async function importFrom(
  source: ImportSource,
  config: ServerConfig,
  options: ImportOptions,
): Promise<ImportReport> {
  const { artifactsDestination, artifactRoot, env, registryDatabase, trackingDatabase } = config;
  const served = artifactsDestination ? await openArtifacts(artifactsDestination, env) : null;
  const database = await openDatabase(trackingDatabase, artifactRoot);
  const registry = registryDatabase ? await openDatabase(registryDatabase, artifactRoot) : database;
  try {
    const places = new ArtifactPlaces({ served, root: artifactRoot, env });
    const intake = new Intake(database, registry, places, artifactRoot, options);
    await intake.take(source);
    return intake.report;
  } finally {
    await database.close();
    if (registry !== database) await registry.close();
  }
}

class Intake {
  readonly report: ImportReport = {
    experiments: 0,
    runs: 0,
    there: 0,
    points: 0,
    files: 0,
    bytes: 0,
    loggedModels: 0,
    modelVersions: 0,
    problems: [],
  };
  readonly #database: Database;
  readonly #registry: Database;
  readonly #store: SqlTrackingStore;
  readonly #places: ArtifactPlaces;
  readonly #artifactRoot: string;
  readonly #options: ImportOptions;
  /** Where artifacts are here, by where they were. */
  readonly #moved = new Map<string, string>();
  readonly #takenRuns = new Set<string>();

  constructor(
    database: Database,
    registry: Database,
    places: ArtifactPlaces,
    artifactRoot: string,
    options: ImportOptions,
  ) {
    this.#database = database;
    this.#registry = registry;
    this.#store = new SqlTrackingStore({ database, artifactRoot });
    this.#places = places;
    this.#artifactRoot = artifactRoot;
    this.#options = options;
  }

  async take(source: ImportSource): Promise<void> {
    const { names, deleted } = this.#options;
    const taken: [SourceExperiment, experimentId: string][] = [];
    const missing = new Set(names);
    for await (const each of source.experiments()) {
      const { experiment } = each;
      missing.delete(experiment.name);
      if (names.length > 0 && !names.includes(experiment.name)) continue;
      if (isDeleted(experiment) && !deleted) continue;
      const experimentId = await this.#attempt(experiment.name, () => this.#takeExperiment(each));
      if (experimentId) taken.push([each, experimentId]);
    }
    for (const name of missing) this.report.problems.push(`There is no experiment ${name}.`);
    // Models may be measured by runs of other experiments.
    for (const [experiment, experimentId] of taken) {
      const { name } = experiment.experiment;
      await this.#attempt(`logged models of ${name}`, () => this.#takeLoggedModels(experiment, experimentId));
    }
    if (this.#options.dryRun) return;
    await this.#attempt('registered models', async () => {
      for await (const each of source.registeredModels())
        await this.#attempt(each.model.name, () => this.#takeRegisteredModel(each));
    });
  }

  async #takeExperiment(source: SourceExperiment): Promise<string | null> {
    const { report } = this;
    const before = { ...report };
    const { name } = source.experiment;
    const experimentId = await (this.#options.dryRun ? this.#count(source) : this.#takeRuns(source));
    report.experiments++;
    this.#options.tell(
      `${name}: ${report.runs - before.runs} runs, ${report.there - before.there} were here; ${report.points - before.points} points, ${report.files - before.files} files`,
    );
    return experimentId;
  }

  async #count(source: SourceExperiment): Promise<null> {
    for await (const { run } of source.runs()) {
      if (this.#isLeftOut(run)) continue;
      const [here] = await this.#store.getRuns([run.info.runId]);
      this.report[here ? 'there' : 'runs']++;
    }
    return null;
  }

  /** Deleted ones, where they are not asked for. */
  #isLeftOut({ info }: Run): boolean {
    return info.lifecycleStage === 'deleted' && !this.#options.deleted;
  }

  async #takeRuns(source: SourceExperiment): Promise<string> {
    const lost = { ...source.experiment };
    // Its artifacts move.
    if ('experimentId' in lost) Object.assign(lost, { artifactLocation: '', lifecycleStage: 'active' });
    const there = await this.#store.getExperimentByName(lost.name).catch(() => null);
    const experimentId = await restoreExperiment(this.#database, lost, this.#artifactRoot, false);
    for await (const each of source.runs()) {
      if (this.#isLeftOut(each.run)) continue;
      const what = `${lost.name}, run ${each.run.info.runName || each.run.info.runId}`;
      await this.#attempt(what, () => this.#takeRun(each, experimentId, what));
    }
    if (!there && isDeleted(source.experiment)) await this.#store.deleteExperiment(experimentId);
    return experimentId;
  }

  async #takeRun(source: SourceRun, experimentId: string, what: string): Promise<void> {
    const { report } = this;
    const { info } = source.run;
    const run = { ...source.run, info: { ...info, experimentId, artifactUri: '' } };
    let points = 0;
    async function* counted(): AsyncIterable<Metric[]> {
      for await (const some of source.metrics()) {
        points += some.length;
        yield some;
      }
    }
    const isNew = await restoreRun(this.#database, run, counted);
    report[isNew ? 'runs' : 'there']++;
    report.points += points;
    for (const problem of source.problems ?? []) if (isNew) report.problems.push(`${what}: ${problem}`);
    this.#takenRuns.add(info.runId);
    const { artifactUri } = (await this.#store.getRun(info.runId)).info;
    if (info.artifactUri) this.#moved.set(info.artifactUri, artifactUri);
    await this.#takeFiles(source.files(), artifactUri, what);
  }

  async #takeLoggedModels(source: SourceExperiment, experimentId: string): Promise<void> {
    const { artifactLocation } = await this.#store.getExperiment(experimentId);
    for await (const { model, files } of source.loggedModels()) {
      await this.#attempt(`logged model ${model.modelId}`, async () => {
        const artifactUri = appendToLocation(artifactLocation, `models/${model.modelId}/artifacts`);
        this.#moved.set(model.artifactUri, artifactUri);
        this.#moved.set(`models:/${model.modelId}`, artifactUri);
        const here: LoggedModel = {
          ...model,
          experimentId,
          artifactUri,
          metrics: model.metrics.filter(({ runId }) => this.#takenRuns.has(runId)),
        };
        if (await restoreLoggedModel(this.#database, here)) this.report.loggedModels++;
        await this.#takeFiles(files(), artifactUri, `logged model ${model.modelId}`);
      });
    }
  }

  async #takeRegisteredModel({ model, versions }: SourceRegisteredModel): Promise<void> {
    const mine = versions.filter(
      ({ runId }) => this.#options.names.length === 0 || (runId && this.#takenRuns.has(runId)),
    );
    if (mine.length === 0 && this.#options.names.length > 0) return;
    const placed = mine.map((version) => ({ ...version, ...this.#sourceOf(version) }));
    this.report.modelVersions += await restoreRegisteredModel(this.#registry, model, placed);
  }

  /** What a version names as its source, and where that is. */
  #sourceOf({ source }: ModelVersion): { source: string | null; location: string | null } {
    for (const [from, to] of this.#moved) {
      if (source === null || (source !== from && !source.startsWith(`${from}/`))) continue;
      const location = to + source.slice(from.length);
      return { source: source.startsWith('models:/') ? source : location, location };
    }
    return { source, location: source };
  }

  async #takeFiles(files: AsyncIterable<SourceFile>, artifactUri: string, what: string): Promise<void> {
    if (!this.#options.artifacts) return;
    const { repository, prefix } = await this.#places.at(artifactUri);
    for await (const { path, size, open } of files) {
      await this.#attempt(`${what}, ${path}`, async () => {
        const place = joinPath(prefix, path);
        const there = await sizeOf(repository, place);
        if (there !== null && (size === undefined || there === size)) return;
        await repository.write(place, await open(), size);
        this.report.files++;
        this.report.bytes += size ?? (await sizeOf(repository, place)) ?? 0;
      });
    }
  }

  /** Notes what fails and goes on; a source that does not answer any more ends it. */
  async #attempt<T>(what: string, work: () => Promise<T>): Promise<T | null> {
    try {
      return await work();
    } catch (error) {
      // Without a cause, it answered that it is in trouble with this one.
      if (error instanceof UnreachableError && error.cause) throw error;
      this.report.problems.push(`${what}: ${(error as Error).message}`);
      return null;
    }
  }
}

function isDeleted(experiment: SourceExperiment['experiment']): boolean {
  return 'lifecycleStage' in experiment && experiment.lifecycleStage === 'deleted';
}

async function sizeOf(repository: ArtifactRepository, path: string): Promise<number | null> {
  try {
    return (await repository.open(path)).size;
  } catch (error) {
    if (error instanceof OrreryError && error.code === 'RESOURCE_DOES_NOT_EXIST') return null;
    throw error;
  }
}
