import { Readable } from 'node:stream';
import { TrackingError, type TrackingReader } from '@orrery/client';
import type { ArtifactInfo } from '@orrery/core';
import type {
  ImportSource,
  SourceExperiment,
  SourceFile,
  SourceRegisteredModel,
  SourceRun,
} from './source.ts';

/** A tracking server by its API. */
export class MlflowServer implements ImportSource {
  readonly #reader: TrackingReader;

  constructor(reader: TrackingReader) {
    this.#reader = reader;
  }

  async *experiments(): AsyncIterable<SourceExperiment> {
    for await (const experiment of this.#reader.experiments()) {
      const { experimentId } = experiment;
      yield {
        experiment,
        runs: () => this.#runs(experimentId),
        loggedModels: () => this.#loggedModels(experimentId),
      };
    }
  }

  async *registeredModels(): AsyncIterable<SourceRegisteredModel> {
    for await (const model of orNone(this.#reader.registeredModels())) {
      const versions: SourceRegisteredModel['versions'] = [];
      for await (const version of this.#reader.modelVersions(model.name)) versions.push(version);
      yield { model, versions };
    }
  }

  async *#runs(experimentId: string): AsyncIterable<SourceRun> {
    const reader = this.#reader;
    for await (const found of reader.runs(experimentId)) {
      const { runId } = found.info;
      const run = await reader.run(runId);
      yield {
        run,
        async *metrics() {
          for (const { key } of run.metrics) yield* reader.history(runId, key);
        },
        files: () => files(reader.artifacts(runId), (path) => reader.openArtifact(runId, path)),
      };
    }
  }

  async *#loggedModels(experimentId: string): ReturnType<SourceExperiment['loggedModels']> {
    const reader = this.#reader;
    for await (const model of orNone(reader.loggedModels(experimentId))) {
      const { modelId } = model;
      yield {
        model,
        files: () => files(reader.modelArtifacts(modelId), (path) => reader.openModelArtifact(modelId, path)),
      };
    }
  }
}

async function* files(
  listed: AsyncIterable<ArtifactInfo>,
  open: (path: string) => Promise<AsyncIterable<Uint8Array>>,
): AsyncIterable<SourceFile> {
  for await (const { path, size } of listed)
    yield {
      path,
      ...(size !== undefined && { size }),
      open: async () => Readable.from(await open(path), { objectMode: false }),
    };
}

/** Servers before MLflow 3 know no logged models, and those without a database no registry. */
async function* orNone<T>(items: AsyncIterable<T>): AsyncIterable<T> {
  try {
    yield* items;
  } catch (error) {
    if (!(error instanceof TrackingError && (error.status === 404 || error.code === 'FEATURE_DISABLED')))
      throw error;
  }
}
