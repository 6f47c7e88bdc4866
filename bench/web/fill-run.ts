import type { Metric } from '@orrery/core';
import { parseStoreUri } from '@orrery/database';
import { openDatabase, SqlTrackingStore } from '@orrery/tracking';
import { Random } from '../../packages/sweeps/src/random.ts';

const BATCH = 1000;
const START = 1_764_000_000_000;

export interface FilledRuns {
  experimentId: string;
  /** 100 metrics of 10,000 points, logged together as training does. */
  wide: string;
  /** One metric of 1,000,000 points. */
  long: string;
  /** 500 runs with two metrics of 200 points and eight params. */
  many: string[];
}

/** Runs for pages of runs, in one experiment. */
export async function fillRunPages(file: string, artifactRoot: string): Promise<FilledRuns> {
  const database = await openDatabase(parseStoreUri(`sqlite:///${file}`), artifactRoot);
  const store = new SqlTrackingStore({ database, artifactRoot });
  const experimentId = await store.createExperiment('charts', '', []);
  const random = new Random(5);
  const make = async (runName: string, metrics: Iterable<Metric>, params: Record<string, string> = {}) => {
    const { info } = await store.createRun({
      experimentId,
      userId: 'ada',
      startTime: START,
      tags: [],
      runName,
    });
    const list = Object.entries(params).map(([key, value]) => ({ key, value }));
    if (list.length > 0) await store.logBatch(info.runId, { metrics: [], params: list, tags: [] });
    let batch: Metric[] = [];
    const send = async () => {
      await store.logBatch(info.runId, { metrics: batch, params: [], tags: [] });
      batch = [];
    };
    for (const metric of metrics) if (batch.push(metric) === BATCH) await send();
    if (batch.length > 0) await send();
    await store.updateRun(info.runId, { status: 'FINISHED', endTime: START + 10_000_000 });
    return info.runId;
  };
  function* wide(): Generator<Metric> {
    for (let step = 0; step < 10_000; step += 1)
      for (let key = 0; key < 100; key += 1)
        yield {
          key: `layer${Math.floor(key / 10)}/metric${key % 10}`,
          value: Math.sin(step / 900 + key) + random.next() / 2,
          timestamp: START + step * 1000,
          step,
        };
  }
  function* long(): Generator<Metric> {
    for (let step = 0; step < 1_000_000; step += 1)
      yield {
        key: 'loss',
        value: Math.exp(-step / 2e5) + random.next() / 10,
        timestamp: START + step * 10,
        step,
      };
  }
  function* curves(index: number): Generator<Metric> {
    for (let step = 0; step < 200; step += 1)
      for (const key of ['loss', 'accuracy'])
        yield {
          key,
          value: Math.exp(-step / 50) + index / 500 + random.next() / 20,
          timestamp: START + step * 1000,
          step,
        };
  }
  const filled = {
    experimentId,
    wide: await make('wide', wide()),
    long: await make('long', long()),
    many: [] as string[],
  };
  for (let index = 0; index < 500; index += 1) {
    const params = Object.fromEntries(
      Array.from({ length: 7 }, (_, place) => [`p${place}`, String(1 + ((index * (place + 3)) % 9))]),
    );
    const lr = (10 ** (-4 + 3 * random.next())).toPrecision(4);
    filled.many.push(await make(`run ${index}`, curves(index), { ...params, lr }));
  }
  await store.close();
  return filled;
}
