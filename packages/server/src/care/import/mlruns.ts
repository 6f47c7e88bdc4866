import { createReadStream, existsSync } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import {
  type DatasetInput,
  invalid,
  type LoggedModel,
  type LoggedModelStatus,
  type Metric,
  type ModelOutput,
  type ModelStage,
  type ModelVersion,
  type RunStatus,
  type Tag,
  toInt64,
} from '@orrery/core';
import { parse } from 'yaml';
import { filesBelow, namesBelow } from './folder.ts';
import type { ImportSource, SourceExperiment, SourceRegisteredModel, SourceRun } from './source.ts';

const POINTS = 10_000;
const TRASH = '.trash';
const STATUSES: RunStatus[] = ['RUNNING', 'SCHEDULED', 'FINISHED', 'FAILED', 'KILLED'];
const MODEL_STATUSES: LoggedModelStatus[] = [
  'LOGGED_MODEL_STATUS_UNSPECIFIED',
  'LOGGED_MODEL_PENDING',
  'LOGGED_MODEL_READY',
  'LOGGED_MODEL_UPLOAD_FAILED',
];

type Meta = Record<string, unknown>;

/** A folder in which MLflow's file store keeps its records, `mlruns`. */
export class MlrunsFolder implements ImportSource {
  readonly #folder: string;

  /** @throws OrreryError INVALID_PARAMETER_VALUE for a folder without experiments */
  constructor(folder: string) {
    this.#folder = folder;
    if (!existsSync(folder)) throw invalid(`There is no folder ${folder}.`);
  }

  async *experiments(): AsyncIterable<SourceExperiment> {
    let found = 0;
    for (const parent of [this.#folder, join(this.#folder, TRASH)]) {
      for (const name of await foldersIn(parent)) {
        const folder = join(parent, name);
        const meta = await readMeta(folder);
        if (meta?.experiment_id === undefined) continue;
        found++;
        yield {
          experiment: {
            experimentId: String(meta.experiment_id),
            name: String(meta.name),
            artifactLocation: '',
            lifecycleStage:
              parent === this.#folder && meta.lifecycle_stage !== 'deleted' ? 'active' : 'deleted',
            creationTime: numberOrNull(meta.creation_time),
            lastUpdateTime: numberOrNull(meta.last_update_time),
            tags: await readTags(join(folder, 'tags')),
          },
          runs: () => runsOf(folder),
          loggedModels: () => loggedModelsOf(folder),
        };
      }
    }
    if (found === 0)
      throw invalid(
        `${this.#folder} holds no experiments: give the folder that MLflow wrote, usually mlruns.`,
      );
  }

  async *registeredModels(): AsyncIterable<SourceRegisteredModel> {
    const models = join(this.#folder, 'models');
    for (const name of await foldersIn(models)) {
      const folder = join(models, name);
      const meta = await readMeta(folder);
      if (!meta) continue;
      const aliases = (await readTags(join(folder, 'aliases'))).map(({ key, value }) => ({
        alias: key,
        version: Number(value),
      }));
      const versions: ModelVersion[] = [];
      for (const each of await foldersIn(folder)) {
        const version = each.startsWith('version-') ? await readMeta(join(folder, each)) : null;
        if (version) versions.push(toVersion(version, await readTags(join(folder, each, 'tags'))));
      }
      yield {
        model: {
          name: String(meta.name),
          creationTime: numberOrNull(meta.creation_timestamp),
          lastUpdateTime: numberOrNull(meta.last_updated_timestamp),
          description: textOrNull(meta.description),
          tags: await readTags(join(folder, 'tags')),
          aliases,
          latestVersions: [],
        },
        versions: versions.sort((a, b) => a.version - b.version),
      };
    }
  }
}

async function* runsOf(experiment: string): AsyncIterable<SourceRun> {
  for (const name of await foldersIn(experiment)) {
    const folder = join(experiment, name);
    const meta = await readMeta(folder);
    const runId = meta?.run_id ?? meta?.run_uuid;
    if (!meta || runId === undefined) continue;
    const artifactUri = String(meta.artifact_uri ?? '');
    yield {
      run: {
        info: {
          runId: String(runId),
          runName: String(meta.run_name ?? ''),
          experimentId: String(meta.experiment_id),
          userId: String(meta.user_id ?? ''),
          status: STATUSES[Number(meta.status) - 1] ?? 'FINISHED',
          startTime: numberOrNull(meta.start_time),
          endTime: numberOrNull(meta.end_time),
          artifactUri,
          lifecycleStage: meta.lifecycle_stage === 'deleted' ? 'deleted' : 'active',
        },
        metrics: [],
        params: await readTags(join(folder, 'params')),
        tags: await readTags(join(folder, 'tags')),
        ...(await readInputs(experiment, folder)),
        modelOutputs: await readOutputs(folder),
      },
      metrics: () => metricsOf(join(folder, 'metrics')),
      files: () => filesBelow(artifactFolder(artifactUri, folder)),
    };
  }
}

async function* loggedModelsOf(experiment: string): ReturnType<SourceExperiment['loggedModels']> {
  const models = join(experiment, 'models');
  for (const name of await foldersIn(models)) {
    const folder = join(models, name);
    const meta = await readMeta(folder);
    if (meta?.model_id === undefined) continue;
    const modelId = String(meta.model_id);
    const artifactUri = String(meta.artifact_location);
    const metrics: LoggedModel['metrics'] = [];
    for (const key of await namesBelow(join(folder, 'metrics'))) {
      for await (const words of lines(join(folder, 'metrics', key))) {
        const [timestamp, value, step, runId = '', datasetName, datasetDigest] = words;
        metrics.push({
          ...toPoint(key, [timestamp, value, step]),
          modelId,
          runId,
          ...(datasetName && { datasetName }),
          ...(datasetDigest && { datasetDigest }),
        });
      }
    }
    yield {
      model: {
        modelId,
        experimentId: String(meta.experiment_id),
        name: String(meta.name),
        artifactUri,
        creationTime: Number(meta.creation_timestamp),
        lastUpdateTime: Number(meta.last_updated_timestamp),
        status: MODEL_STATUSES[Number(meta.status)] ?? 'LOGGED_MODEL_STATUS_UNSPECIFIED',
        statusMessage: textOrNull(meta.status_message),
        modelType: textOrNull(meta.model_type),
        sourceRunId: textOrNull(meta.source_run_id),
        params: await readTags(join(folder, 'params')),
        tags: await readTags(join(folder, 'tags')),
        metrics,
      },
      files: () => filesBelow(artifactFolder(artifactUri, folder)),
    };
  }
}

async function* metricsOf(folder: string): AsyncIterable<Metric[]> {
  let points: Metric[] = [];
  for (const key of await namesBelow(folder)) {
    for await (const words of lines(join(folder, key))) {
      points.push(toPoint(key, words));
      if (points.length < POINTS) continue;
      yield points;
      points = [];
    }
  }
  if (points.length > 0) yield points;
}

function toPoint(key: string, [timestamp = '0', value = '', step = '0']: (string | undefined)[]): Metric {
  const number = { nan: Number.NaN, inf: Infinity, '-inf': -Infinity }[value] ?? Number(value);
  return { key, value: number, timestamp: toInt64(timestamp), step: toInt64(step) };
}

async function* lines(file: string): AsyncIterable<string[]> {
  for await (const line of createInterface({ input: createReadStream(file) }))
    if (line.trim() !== '') yield line.trim().split(/\s+/);
}

/** The data sets and models that a run read. */
async function readInputs(
  experiment: string,
  run: string,
): Promise<{ datasetInputs: DatasetInput[]; modelInputs: string[] }> {
  const [datasetInputs, modelInputs]: [DatasetInput[], string[]] = [[], []];
  for (const name of await foldersIn(join(run, 'inputs'))) {
    const meta = await readMeta(join(run, 'inputs', name));
    if (!meta) continue;
    const id = String(meta.source_id);
    if (String(meta.source_type).includes('MODEL')) modelInputs.push(id);
    const dataset = meta.source_type === 'DATASET' ? await readMeta(join(experiment, 'datasets', id)) : null;
    if (!dataset) continue;
    datasetInputs.push({
      dataset: {
        name: String(dataset.name),
        digest: String(dataset.digest),
        sourceType: String(dataset.source_type),
        source: String(dataset.source),
        schema: textOrNull(dataset.schema),
        profile: textOrNull(dataset.profile),
      },
      tags: Object.entries((meta.tags ?? {}) as object).map(([key, value]) => ({
        key,
        value: String(value),
      })),
    });
  }
  return { datasetInputs, modelInputs };
}

async function readOutputs(run: string): Promise<ModelOutput[]> {
  const outputs: ModelOutput[] = [];
  for (const name of await foldersIn(join(run, 'outputs'))) {
    const meta = await readMeta(join(run, 'outputs', name));
    if (meta) outputs.push({ modelId: String(meta.destination_id), step: Number(meta.step ?? 0) });
  }
  return outputs;
}

function toVersion(meta: Meta, tags: Tag[]): ModelVersion {
  return {
    name: String(meta.name),
    version: Number(meta.version),
    creationTime: numberOrNull(meta.creation_timestamp),
    lastUpdateTime: numberOrNull(meta.last_updated_timestamp),
    description: textOrNull(meta.description),
    userId: textOrNull(meta.user_id),
    stage: (meta.current_stage ?? 'None') as ModelStage,
    source: textOrNull(meta.source),
    runId: textOrNull(meta.run_id),
    runLink: textOrNull(meta.run_link),
    status: (meta.status ?? 'READY') as ModelVersion['status'],
    statusMessage: textOrNull(meta.status_message),
    tags,
    aliases: [],
  };
}

/** One that was moved with its folder is found there. */
function artifactFolder(uri: string, folder: string): string {
  const beside = join(folder, 'artifacts');
  if (existsSync(beside)) return beside;
  return uri.startsWith('file:') ? fileURLToPath(uri) : uri;
}

/** A file a key. */
async function readTags(folder: string): Promise<Tag[]> {
  const keys = await namesBelow(folder);
  return Promise.all(keys.map(async (key) => ({ key, value: await readFile(join(folder, key), 'utf8') })));
}

async function readMeta(folder: string): Promise<Meta | null> {
  const file = join(folder, 'meta.yaml');
  if (!existsSync(file)) return null;
  return parse(await readFile(file, 'utf8')) as Meta;
}

async function foldersIn(folder: string): Promise<string[]> {
  if (!(await stat(folder).catch(() => null))?.isDirectory()) return [];
  const entries = await readdir(folder, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
}

function numberOrNull(value: unknown): number | null {
  return value === null || value === undefined ? null : Number(value);
}

function textOrNull(value: unknown): string | null {
  return value === null || value === undefined || value === '' ? null : String(value);
}
