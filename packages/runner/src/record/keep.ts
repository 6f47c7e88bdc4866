import { existsSync } from 'node:fs';
import { type TrackingClient, TrackingError } from '@orrery/client';
import type { Run } from '@orrery/core';
import { JobFolder } from '../job/folder.ts';
import { completeSidecars } from '../job/sidecars.ts';
import type { Operation, Target } from '../spool/operation.ts';
import type { Point, RecordEntry, RunRecord } from './run-record.ts';

const POINTS_A_LINE = 1000;
const REQUESTS_AT_ONCE = 8;
/** The history of each metric is a request of its own. */
const MAX_KEYS = 5000;

/**
 * Puts into a run's record the run as the server has it, and completes the files of a job. The record stays as it is
 * where the server refuses, or where there are too many metrics to ask for.
 *
 * @throws UnreachableError
 */
export async function keepWhole(client: TrackingClient, { runId }: Target, record: RunRecord): Promise<void> {
  const artifacts: Operation[] = [];
  for await (const entry of record.read()) if (entry.kind === 'artifact') artifacts.push(entry);
  try {
    const run = await client.getRun(runId);
    if (run.metrics.length <= MAX_KEYS) await record.replace(wholeOf(client, run, artifacts));
  } catch (error) {
    if (!(error instanceof TrackingError)) throw error;
  }
  const folder = new JobFolder(record.folder);
  if (existsSync(folder.file('job_spec.json'))) await completeSidecars(folder);
}

async function* wholeOf(
  client: TrackingClient,
  run: Run,
  artifacts: Operation[],
): AsyncGenerator<RecordEntry> {
  const { runId } = run.info;
  const experiment = await client.getExperiment(run.info.experimentId);
  yield { kind: 'whole', taken: Date.now(), experiment, run: { ...run, metrics: [] } };
  for (const model of await client.loggedModelsOf(run.info)) yield { kind: 'model', model };
  const keys = run.metrics.map(({ key }) => key);
  for (let start = 0; start < keys.length; start += REQUESTS_AT_ONCE) {
    const some = keys.slice(start, start + REQUESTS_AT_ONCE);
    const histories = await Promise.all(some.map((key) => client.getMetricHistory(runId, key)));
    for (const [index, history] of histories.entries()) {
      const points = history.map(({ step, timestamp, value }): Point => [step, timestamp, value]);
      for (let from = 0; from < points.length; from += POINTS_A_LINE) {
        yield {
          kind: 'history',
          key: some[index] as string,
          points: points.slice(from, from + POINTS_A_LINE),
        };
      }
    }
  }
  yield* artifacts;
}
