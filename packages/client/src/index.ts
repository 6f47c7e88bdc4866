export type { ArtifactInfo, Metric, Page, Param, Run, RunInfo, RunStatus, Tag } from '@orrery/core';
export { EpochLogger, type EpochLoggerOptions, type Metrics } from './epoch-logger.ts';
export { TrackingError, UnreachableError } from './errors.ts';
export type { Credentials } from './http.ts';
export { inputDir, type JobSpec, loadJobSpec, outputDir, writeMetrics } from './job.ts';
export { metricName } from './metric-name.ts';
export { replay } from './replay.ts';
export { type CreateRun, TrackingClient } from './tracking-client.ts';
