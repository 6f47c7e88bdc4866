import { existsSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { metricName } from '@orrery/client';
import { invalid, type Metric } from '@orrery/core';
import { hparamsOf, readEvents, scalarOf, type Value } from './event-file.ts';
import { namesBelow } from './folder.ts';
import { runIdFrom } from './run-id.ts';
import {
  type ImportSource,
  nothing,
  type SourceExperiment,
  type SourceFile,
  type SourceRegisteredModel,
  type SourceRun,
} from './source.ts';

const POINTS = 10_000;
const EVENTS = /\.tfevents\./;

interface Overview {
  /** Unix milliseconds. */
  startTime: number | null;
  endTime: number | null;
  hasFailed: boolean;
  params: Record<string, string>;
  values: number;
  /** How many of them have no place here, by what they are. */
  leftOut: Map<string, number>;
}

/** A log directory of TensorBoard: a run for each folder that has event files. */
export class TensorboardFolder implements ImportSource {
  readonly #folder: string;
  readonly #experiment: string;

  /** @param experiment its name here; that of the folder without one */
  constructor(folder: string, experiment?: string) {
    this.#folder = resolve(folder);
    this.#experiment = experiment ?? basename(this.#folder);
    if (!existsSync(folder)) throw invalid(`There is no folder ${folder}.`);
  }

  async *experiments(): AsyncIterable<SourceExperiment> {
    const files = Map.groupBy(
      (await namesBelow(this.#folder)).filter((name) => EVENTS.test(basename(name))),
      (name) => dirname(name),
    );
    if (files.size === 0) throw invalid(`${this.#folder} holds no event files (*.tfevents.*).`);
    const experiment = this.#experiment;
    const runOf = (name: string, events: string[]) =>
      readRun(
        experiment,
        name === '.' ? basename(this.#folder) : name,
        events.map((file) => join(this.#folder, file)),
      );
    yield {
      experiment: { name: experiment, tags: [] },
      async *runs() {
        for (const [name, events] of files) {
          const run = runOf(name, events);
          if (run) yield run;
        }
      },
      loggedModels: nothing,
    };
  }

  registeredModels(): AsyncIterable<SourceRegisteredModel> {
    return nothing();
  }
}

/** Null where nothing was logged. */
function readRun(experiment: string, name: string, files: string[]): SourceRun | null {
  const { startTime, endTime, hasFailed, params, leftOut, values } = overview(files);
  if (values === 0) return null;
  return {
    run: {
      info: {
        runId: runIdFrom('tensorboard', experiment, name),
        runName: name,
        experimentId: '',
        userId: '',
        status: hasFailed ? 'FAILED' : 'FINISHED',
        startTime,
        endTime,
        artifactUri: '',
        lifecycleStage: 'active',
      },
      metrics: [],
      params: Object.entries(params).map(([key, value]) => ({ key: metricName(key), value })),
      tags: [
        { key: 'mlflow.runName', value: name },
        { key: 'mlflow.source.name', value: dirname(files[0] as string) },
      ],
      datasetInputs: [],
      modelInputs: [],
      modelOutputs: [],
    },
    metrics: () => readMetrics(files),
    files: () => readFiles(files),
    problems: [...leftOut].map(([kind, count]) => `${count} values of the kind ${kind} were left out.`),
  };
}

function overview(files: string[]): Overview {
  const found: Overview = {
    startTime: null,
    endTime: null,
    hasFailed: false,
    params: {},
    values: 0,
    leftOut: new Map(),
  };
  for (const { wallTime, values } of allEvents(files)) {
    const time = Math.round(wallTime * 1000);
    found.startTime = Math.min(found.startTime ?? time, time);
    found.endTime = Math.max(found.endTime ?? time, time);
    found.values += values.length;
    for (const value of values) {
      const hparams = hparamsOf(value);
      if (hparams) {
        Object.assign(found.params, hparams.hparams);
        found.hasFailed = hparams.hasFailed ?? found.hasFailed;
      } else if (scalarOf(value) === null && !fileOf(value)) {
        const kind = value.histo?.length ? 'histogram' : value.metadata?.pluginData?.pluginName || 'tensor';
        found.leftOut.set(kind, (found.leftOut.get(kind) ?? 0) + 1);
      }
    }
  }
  return found;
}

async function* readMetrics(files: string[]): AsyncIterable<Metric[]> {
  let points: Metric[] = [];
  for (const { wallTime, step, values } of allEvents(files)) {
    for (const value of values) {
      const scalar = scalarOf(value);
      if (scalar === null) continue;
      points.push({
        key: metricName(value.tag),
        value: scalar,
        timestamp: Math.round(wallTime * 1000),
        step,
      });
    }
    if (points.length < POINTS) continue;
    yield points;
    points = [];
  }
  if (points.length > 0) yield points;
}

/** Texts, images and sounds, each a file by its tag and step. */
async function* readFiles(files: string[]): AsyncIterable<SourceFile> {
  for (const { step, values } of allEvents(files)) {
    for (const value of values) {
      const file = fileOf(value);
      if (!file) continue;
      const { kind, extension, bytes } = file;
      const path = `${kind}/${metricName(value.tag)}/${step}.${extension}`;
      yield { path, size: bytes.length, open: async () => Readable.from([bytes]) };
    }
  }
}

function fileOf({
  image,
  audio,
  tensor,
  metadata,
}: Value): { kind: string; extension: string; bytes: Uint8Array } | null {
  const plugin = metadata?.pluginData?.pluginName;
  const [first, , encoded] = tensor?.stringVal ?? [];
  if (image)
    return {
      kind: 'images',
      extension: extensionOf(image.encodedImageString),
      bytes: image.encodedImageString,
    };
  if (audio) return { kind: 'audio', extension: 'wav', bytes: audio.encodedAudioString };
  if (plugin === 'text' && first) return { kind: 'text', extension: 'md', bytes: first };
  // The width, the height, then the images.
  if (plugin === 'images' && encoded)
    return { kind: 'images', extension: extensionOf(encoded), bytes: encoded };
  return null;
}

function extensionOf(image: Uint8Array): string {
  if (image[0] === 0xff && image[1] === 0xd8) return 'jpg';
  return image[0] === 0x47 && image[1] === 0x49 ? 'gif' : 'png';
}

function* allEvents(files: string[]): ReturnType<typeof readEvents> {
  for (const file of files) yield* readEvents(file);
}
