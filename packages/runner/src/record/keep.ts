import { type TrackingClient, TrackingError, UnreachableError } from '@orrery/client';
import type { Operation, Target } from '../spool/operation.ts';
import type { Point, RecordEntry, RunRecord } from './run-record.ts';

const POINTS_A_LINE = 1000;
const REQUESTS_AT_ONCE = 8;

/**
 * Puts into a run's record the run as the server has it. The record stays as it is where the server is away.
 *
 * @returns whether it did
 */
export async function keepWhole(
  client: TrackingClient,
  { runId }: Target,
  record: RunRecord,
): Promise<boolean> {
  const artifacts: Operation[] = [];
  for await (const entry of record.read()) if (entry.kind === 'artifact') artifacts.push(entry);
  try {
    await record.replace(wholeOf(client, runId, artifacts));
    return true;
  } catch (error) {
    if (error instanceof TrackingError || error instanceof UnreachableError) return false;
    throw error;
  }
}

async function* wholeOf(
  client: TrackingClient,
  runId: string,
  artifacts: Operation[],
): AsyncGenerator<RecordEntry> {
  const run = await client.getRun(runId);
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
