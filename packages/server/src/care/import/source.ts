import type { Readable } from 'node:stream';
import type { Experiment, LoggedModel, Metric, ModelVersion, RegisteredModel, Run } from '@orrery/core';
import type { LostExperiment } from '@orrery/tracking';

/** A place that records are imported from. What it yields is read as it is asked for. */
export interface ImportSource {
  experiments(): AsyncIterable<SourceExperiment>;
  registeredModels(): AsyncIterable<SourceRegisteredModel>;
}

export interface SourceExperiment {
  /** Those of other programs have a name alone. */
  experiment: Experiment | LostExperiment;
  runs(): AsyncIterable<SourceRun>;
  loggedModels(): AsyncIterable<{ model: LoggedModel; files(): AsyncIterable<SourceFile> }>;
}

export interface SourceRun {
  /** The experiment and the place of the artifacts that it names are the source's; so are those of logged models. */
  run: Run;
  /** The whole history of all metrics, some points at a time. */
  metrics(): AsyncIterable<Metric[]>;
  files(): AsyncIterable<SourceFile>;
  /** What of it has no place in MLflow's records. */
  problems?: string[];
}

export interface SourceRegisteredModel {
  model: RegisteredModel;
  versions: ModelVersion[];
}

export interface SourceFile {
  /** Below the artifact root, with `/`. */
  path: string;
  /** In bytes, where that is known. */
  size?: number;
  open(): Promise<Readable>;
}

/** For sources that have none of something. */
export async function* nothing(): AsyncIterable<never> {}
