export type { ArtifactInfo, Metric, Page, Param, Run, RunInfo, RunStatus, Tag } from '@orrery/core';
export { credentialsFromEnvironment } from './environment.ts';
export { EpochLogger, type EpochLoggerOptions, type Metrics } from './epoch-logger.ts';
export { TrackingError, UnreachableError } from './errors.ts';
export { authorizationOf, type Credentials } from './http.ts';
export { inputDir, type JobSpec, loadJobSpec, outputDir, writeMetrics } from './job.ts';
export { metricName } from './metric-name.ts';
export { replay } from './replay.ts';
export { Pruned, Study, type Told, Trial } from './study.ts';
export { SweepClient } from './sweep-client.ts';
export {
  choice,
  type Direction,
  integer,
  type NewStudy,
  type ParamField,
  type ParamValue,
  real,
  type Space,
  type StudyInfo,
  type TrialInfo,
  type TrialState,
} from './sweep-wire.ts';
export { type CreateRun, TrackingClient } from './tracking-client.ts';
export { TrackingReader } from './tracking-reader.ts';
