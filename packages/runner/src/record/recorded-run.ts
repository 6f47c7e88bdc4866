import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  type Experiment,
  HEARTBEAT_TAG,
  type LoggedModel,
  type Metric,
  REASON_TAG,
  type Run,
  type Tag,
} from '@orrery/core';
import { JobFolder } from '../job/folder.ts';
import { readOutputs } from '../job/outputs.ts';
import type { Operation, Target } from '../spool/operation.ts';
import { type RecordEntry, RunRecord } from './run-record.ts';

/** A run as its folder alone tells it. */
export interface RecordedRun {
  folder: string;
  /** Of an experiment that the server never told of, only the name and the tags are known. */
  experiment: Experiment | { name: string; tags: Tag[] };
  /** Its metrics come from `recordedMetrics`. */
  run: Run;
  models: LoggedModel[];
  artifacts: { file: string; path: string }[];
  /** The run as the tracking server knew it, if it did. */
  target: Target | null;
  /** When its host last gave a sign of life, in Unix milliseconds. */
  lastSign: number | null;
  /** When the record took the run from the server after its end; null where it has not. */
  taken: number | null;
}

/** The folders of all runs that a store has records of. */
export function* recordedFolders(storeDir: string): Generator<string> {
  for (const [root, depth] of [
    ['jobs', 3],
    ['exec', 1],
  ] as const) {
    for (const folder of foldersBelow(join(storeDir, root), depth)) {
      if (existsSync(join(folder, RunRecord.FILE))) yield folder;
    }
  }
}

/**
 * Reads a run from its folder. One that has no end is KILLED: nobody is there who could end it otherwise.
 *
 * @returns null where the record does not even hold its beginning
 */
export async function readRecordedRun(folder: string): Promise<RecordedRun | null> {
  let whole: Extract<RecordEntry, { kind: 'whole' }> | null = null;
  let created: Extract<Operation, { kind: 'create' }> | null = null;
  let target: Target | null = null;
  let lastSign: number | null = null;
  let end: Extract<Operation, { kind: 'update' }> | null = null;
  const params = new Map<string, string>();
  const tags = new Map<string, string>();
  const models: LoggedModel[] = [];
  const artifacts: RecordedRun['artifacts'] = [];
  for await (const entry of new RunRecord(folder).read()) {
    if (entry.kind === 'whole') whole = entry;
    else if (entry.kind === 'model') models.push(entry.model);
    else if (entry.kind === 'known') target = entry.target;
    else if (entry.kind === 'artifact') artifacts.push(entry);
    else if (entry.kind === 'untag') tags.delete(entry.key);
    else if (entry.kind === 'update') end = entry.endTime === undefined ? null : entry;
    else if (entry.kind === 'create') {
      created = entry;
      for (const { key, value } of entry.tags) tags.set(key, value);
    } else if (entry.kind === 'log') {
      for (const { key, value } of entry.params ?? []) params.set(key, value);
      for (const { key, value } of entry.tags ?? []) tags.set(key, value);
      const times = [
        Number(tags.get(HEARTBEAT_TAG)),
        ...(entry.metrics ?? []).map(({ timestamp }) => Number(timestamp)),
      ];
      for (const time of times) if (time > (lastSign ?? 0)) lastSign = time;
    }
  }
  const rest = { folder, models, artifacts, target, lastSign };
  if (whole) return { ...rest, experiment: whole.experiment, run: whole.run, taken: whole.taken };
  if (!created) return null;
  if (!end) {
    tags.delete(HEARTBEAT_TAG);
    tags.set(REASON_TAG, 'its host did not end it');
    artifacts.push(...(isJob(folder) ? new JobFolder(folder).artifacts() : []));
  }
  const list = (map: Map<string, string>) => [...map].map(([key, value]) => ({ key, value }));
  const run: Run = {
    info: {
      runId: target?.runId ?? created.runId,
      runName: created.runName,
      experimentId: target?.experimentId ?? '',
      userId: created.userId,
      status: end?.status ?? 'KILLED',
      startTime: created.startTime,
      endTime: end?.endTime ?? lastSign ?? created.startTime,
      artifactUri: target?.artifactUri ?? '',
      lifecycleStage: 'active',
    },
    metrics: [],
    params: list(params),
    tags: list(tags),
    datasetInputs: [],
    modelInputs: [],
    modelOutputs: [],
  };
  return { ...rest, experiment: experimentOf(created, target), run, taken: null };
}

/** Every point of a run's metrics, some at a time; of one that the server did not complete also the job's own files. */
export async function* recordedMetrics({ folder, run, taken }: RecordedRun): AsyncGenerator<Metric[]> {
  for await (const entry of new RunRecord(folder).read()) {
    if (entry.kind === 'log' && entry.metrics?.length) yield entry.metrics;
    if (entry.kind !== 'history') continue;
    const { key, points } = entry;
    yield points.map(([step, timestamp, value]) => ({ key, step, timestamp, value: Number(value) }));
  }
  if (taken !== null || !isJob(folder)) return;
  const points: Metric[] = [];
  await readOutputs(new JobFolder(folder), {
    endTime: Number(run.info.endTime),
    take: (some) => void points.push(...some),
    streamedToo: true,
  });
  yield points;
}

/** What is to be known of the experiment without asking the server. */
function experimentOf(
  { experiment: name, experimentTags: tags, startTime }: Extract<Operation, { kind: 'create' }>,
  target: Target | null,
): RecordedRun['experiment'] {
  if (!target) return { name, tags };
  const { experimentId, artifactUri } = target;
  return {
    experimentId,
    name,
    tags,
    artifactLocation: artifactUri.replace(/\/[^/]+\/artifacts$/, ''),
    lifecycleStage: 'active',
    creationTime: startTime,
    lastUpdateTime: startTime,
  };
}

function isJob(folder: string): boolean {
  return existsSync(join(folder, 'job_spec.json'));
}

function* foldersBelow(path: string, depth: number): Generator<string> {
  if (!existsSync(path)) return;
  for (const entry of readdirSync(path, { withFileTypes: true })) {
    if (!entry.isDirectory()) continue;
    const folder = join(path, entry.name);
    if (depth === 1) yield folder;
    else yield* foldersBelow(folder, depth - 1);
  }
}
