import { existsSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { metricName } from '@orrery/client';
import { invalid, type Metric, type Param, type Tag } from '@orrery/core';
import { filesBelow, namesBelow } from './folder.ts';
import { runIdFrom } from './run-id.ts';
import {
  type ImportSource,
  nothing,
  type SourceExperiment,
  type SourceRegisteredModel,
  type SourceRun,
} from './source.ts';
import { csvFilesAt, WandbCsv } from './wandb-csv.ts';
import { type Item, readRecords, type WandbRecord } from './wandb-file.ts';

const POINTS = 10_000;
/** The link `latest-run` leads to one of the others. */
const RUN_FILE = /^(?!(?:.*\/)?latest-run\/)(?:.*\/)?run-[^/]*\.wandb$/;
const MEDIA_TYPE = '._type';

interface Overview {
  run: NonNullable<WandbRecord['run']>;
  /** Unix seconds. */
  runtime: number;
  exitCode: number | null;
  config: Map<string, unknown>;
  summary: Map<string, unknown>;
  lastStep: number;
  /** Of what the history tells, so that the summary need not say it again. */
  logged: Set<string>;
  leftOut: Map<string, number>;
}

/** A folder `wandb` with what W&B wrote of runs, offline ones and those that were uploaded: an experiment a project. */
class WandbFolder implements ImportSource {
  readonly #folder: string;
  readonly #files: readonly string[];
  readonly #experiment: string | undefined;

  /**
   * @param files of runs, below the folder
   * @param experiment its name here; that of the project without one
   */
  constructor(folder: string, files: readonly string[], experiment?: string) {
    this.#folder = resolve(folder);
    this.#files = files;
    this.#experiment = experiment;
  }

  async *experiments(): AsyncIterable<SourceExperiment> {
    const projects = Map.groupBy(
      this.#files,
      (file) => this.#experiment ?? projectOf(join(this.#folder, file)),
    );
    for (const [name, ofProject] of projects) {
      const paths = ofProject.map((file) => join(this.#folder, file));
      yield {
        experiment: { name, tags: [] },
        async *runs() {
          for (const path of paths) yield readRun(path);
        },
        loggedModels: nothing,
      };
    }
  }

  registeredModels(): AsyncIterable<SourceRegisteredModel> {
    return nothing();
  }
}

/**
 * What W&B wrote or its pages exported, by what there is.
 *
 * @param params columns of numbers in exported tables that are config
 * @throws OrreryError INVALID_PARAMETER_VALUE where there is neither
 */
export async function openWandb(path: string, experiment?: string, params?: string[]): Promise<ImportSource> {
  if (!existsSync(path)) throw invalid(`There is no ${path}.`);
  const runFiles = (await namesBelow(path)).filter((name) => RUN_FILE.test(name));
  if (runFiles.length > 0) return new WandbFolder(path, runFiles, experiment);
  const tables = await csvFilesAt(resolve(path));
  const name = experiment ?? basename(resolve(path)).replace(/\.csv$/, '');
  if (tables.length > 0) return new WandbCsv(tables, name, params);
  throw invalid(
    `${resolve(path)} holds no run-*.wandb and no CSV: give the folder wandb that was beside the program, or tables and charts that W&B's pages exported.`,
  );
}

function projectOf(file: string): string {
  for (const { run } of readRecords(file)) if (run) return run.project || 'wandb';
  return 'wandb';
}

function readRun(file: string): SourceRun {
  const found = overview(file);
  const { run, runtime, exitCode, config, leftOut } = found;
  const startTime = Math.round(
    Number(run.startTime?.seconds ?? 0) * 1000 + Number(run.startTime?.nanos ?? 0) / 1e6,
  );
  const name = run.displayName || run.runId || basename(file);
  const params: Param[] = [...config]
    .filter(([key]) => key !== '_wandb')
    .flatMap(([key, value]) => flat(key, value))
    .map(([key, value]) => ({
      key: metricName(key),
      value: typeof value === 'string' ? value : JSON.stringify(value),
    }));
  const tags: [string, string | undefined][] = [
    ['mlflow.runName', name],
    ['mlflow.note.content', run.notes],
    ['wandb.id', run.runId],
    ['wandb.group', run.runGroup],
    ['wandb.job_type', run.jobType],
    ['wandb.sweep', run.sweepId],
    ['wandb.tags', run.tags?.join(', ')],
    ['wandb.host', run.host],
  ];
  return {
    run: {
      info: {
        runId: runIdFrom('wandb', run.entity ?? '', run.project ?? '', run.runId ?? file),
        runName: name,
        experimentId: '',
        userId: '',
        // Without an exit, it was killed.
        status: exitCode === null ? 'KILLED' : exitCode === 0 ? 'FINISHED' : 'FAILED',
        startTime,
        endTime: startTime + Math.round(runtime * 1000),
        artifactUri: '',
        lifecycleStage: 'active',
      },
      metrics: [],
      params,
      tags: tags
        .filter((tag): tag is [string, string] => !!tag[1])
        .map(([key, value]): Tag => ({ key, value })),
      datasetInputs: [],
      modelInputs: [],
      modelOutputs: [],
    },
    metrics: () => readMetrics(file, found, startTime),
    files: () => filesBelow(join(dirname(file), 'files')),
    problems: [...leftOut].map(([key, count]) => `${key} is no number in ${count} records of its history.`),
  };
}

function overview(file: string): Overview {
  const found: Overview = {
    run: {},
    runtime: 0,
    exitCode: null,
    config: new Map(),
    summary: new Map(),
    lastStep: 0,
    logged: new Set(),
    leftOut: new Map(),
  };
  for (const { run, config, summary, history, exit } of readRecords(file)) {
    if (run) found.run = run;
    for (const { update = [] } of [run?.config ?? {}, config ?? {}])
      for (const item of update) found.config.set(nameOf(item), contentOf(item));
    for (const item of summary?.update ?? []) found.summary.set(nameOf(item), contentOf(item));
    if (exit)
      Object.assign(found, {
        exitCode: exit.exitCode ?? 0,
        runtime: Math.max(found.runtime, exit.runtime ?? 0),
      });
    if (!history) continue;
    const { step, runtime, values } = pointOf(history.item ?? [], Number(history.step?.num ?? 0));
    found.lastStep = step;
    found.runtime = Math.max(found.runtime, runtime);
    for (const [key, value] of values) {
      found.logged.add(key);
      if (toNumber(value) === null) found.leftOut.set(key, (found.leftOut.get(key) ?? 0) + 1);
    }
  }
  return found;
}

async function* readMetrics(
  file: string,
  { summary, logged, lastStep }: Overview,
  startTime: number,
): AsyncIterable<Metric[]> {
  let points: Metric[] = [];
  let timestamp = startTime;
  const seen = new Map<string, number>();
  const put = (key: string, value: unknown, at: number, step: number) => {
    const number = toNumber(value);
    if (number !== null) points.push({ key: metricName(key), value: number, timestamp: at, step });
  };
  for (const { history, stats } of readRecords(file)) {
    if (history) {
      const point = pointOf(history.item ?? [], Number(history.step?.num ?? 0));
      timestamp = point.timestamp ?? timestamp;
      for (const [key, value] of point.values) put(key, value, timestamp, point.step);
    }
    const measured = Math.round(Number(stats?.timestamp?.seconds ?? 0) * 1000);
    for (const item of stats?.item ?? []) {
      const key = `system/${nameOf(item)}`;
      const step = seen.get(key) ?? 0;
      seen.set(key, step + 1);
      put(key, contentOf(item), measured, step);
    }
    if (points.length < POINTS) continue;
    yield points;
    points = [];
  }
  const told = withoutMedia([...summary].flatMap(([name, value]) => flat(name, value)));
  for (const [key, value] of told)
    if (!logged.has(key) && !key.startsWith('_')) put(key, value, timestamp, lastStep);
  if (points.length > 0) yield points;
}

/** What one call of `log` recorded. */
function pointOf(
  items: Item[],
  number: number,
): { step: number; timestamp: number | null; runtime: number; values: [string, unknown][] } {
  let [step, timestamp, runtime]: [number, number | null, number] = [number, null, 0];
  const values: [string, unknown][] = [];
  for (const item of items) {
    const [name, value] = [nameOf(item), contentOf(item)];
    if (name === '_step') step = Number(value);
    else if (name === '_timestamp') timestamp = Math.round(Number(value) * 1000);
    else if (name === '_runtime') runtime = Number(value);
    else if (!name.startsWith('_')) values.push(...flat(name, value));
  }
  return { step, timestamp, runtime, values: withoutMedia(values) };
}

/** Of images, tables and the like there are files. */
function withoutMedia(values: [string, unknown][]): [string, unknown][] {
  const media = values
    .filter(([key]) => key.endsWith(MEDIA_TYPE))
    .map(([key]) => `${key.slice(0, -MEDIA_TYPE.length)}.`);
  return values.filter(([key]) => !media.some((name) => key.startsWith(name)));
}

function nameOf({ key, nestedKey = [] }: Item): string {
  return key || nestedKey.join('.');
}

function contentOf(item: Item): unknown {
  if (item.valueJson) return JSON.parse(item.valueJson.replace(/^(-?Infinity|NaN)$/, '"$1"'));
  for (const field of ['boolean', 'integer', 'number', 'text'] as const)
    if (Object.hasOwn(item, field)) return field === 'integer' ? Number(item.integer) : item[field];
  return item.json ? JSON.parse(item.json) : null;
}

/** A dictionary as its leaves, with `.` between the names. */
function flat(name: string, value: unknown): [string, unknown][] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [[name, value]];
  return Object.entries(value).flatMap(([key, each]) => flat(`${name}.${key}`, each));
}

/** W&B writes numbers that JSON does not know as texts. */
function toNumber(value: unknown): number | null {
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean') return Number(value);
  return value === 'NaN' || value === 'Infinity' || value === '-Infinity' ? Number(value) : null;
}
