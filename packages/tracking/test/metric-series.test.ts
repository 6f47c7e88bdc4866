import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Metric } from '@orrery/core';
import { parseStoreUri } from '@orrery/database/store-uri';
import { openDatabase, type SeriesQuery, SqlTrackingStore } from '@orrery/tracking';
import fc from 'fast-check';
import { type PostgresServer, startPostgres } from '../../../scripts/postgres.ts';
import { downsample, type SeriesPoint } from '../src/series/downsample.ts';

const LONG = 60_000;
const START = 1_700_000_000_000;

for (const dialect of ['sqlite', 'postgres'] as const) {
  describe(`series for charts on ${dialect}`, () => {
    let postgres: PostgresServer | undefined;
    let folder: string;
    let store: SqlTrackingStore;
    let experimentId: string;
    before(async () => {
      folder = mkdtempSync(join(tmpdir(), 'orrery-series-'));
      if (dialect === 'postgres') postgres = await startPostgres('fsync=off');
      const uri = parseStoreUri(postgres?.database() ?? `sqlite:///${join(folder, 'mlflow.db')}`);
      store = new SqlTrackingStore({
        database: await openDatabase(uri, 'mlflow-artifacts:/'),
        artifactRoot: '',
      });
      experimentId = await store.createExperiment('series', '', []);
    });
    after(async () => {
      await store.close();
      postgres?.stop();
      rmSync(folder, { recursive: true });
    });

    const runWith = async (metrics: Metric[]): Promise<string> => {
      const run = await store.createRun({
        experimentId,
        userId: '',
        startTime: START,
        tags: [],
        runName: '',
      });
      for (let from = 0; from < metrics.length; from += 1000)
        await store.logBatch(run.info.runId, {
          metrics: metrics.slice(from, from + 1000),
          params: [],
          tags: [],
        });
      return run.info.runId;
    };
    const point = (step: number, value: number, timestamp = START + step * 10): Metric => ({
      key: 'loss',
      value,
      timestamp,
      step,
    });
    const series = async (runId: string, query: Partial<SeriesQuery> = {}) => {
      const all = { runIds: [runId], keys: ['loss'], axis: 'step', range: null, points: 500 } as const;
      return (await store.metricSeries({ ...all, ...query }))[0];
    };

    it('are the points themselves where those are few, what is not finite as gaps', async () => {
      const runId = await runWith([point(3, 0.5), point(1, Number.NaN), point(2, Infinity), point(0, -1)]);
      const found = await series(runId);
      assert.deepEqual(found?.steps, [0, 1, 2, 3]);
      assert.deepEqual(found?.values, [-1, null, null, 0.5]);
      assert.equal(found?.lows, null);
      assert.equal(found?.count, 4);
      assert.equal(await series(runId, { keys: ['accuracy'] }), undefined);
      assert.equal(await series(runId, { range: [7, 9] }), undefined);
    });

    it('find every point of clocks that go back, and among runs that log meanwhile', async () => {
      const back = await runWith(Array.from({ length: 300 }, (_, step) => point(step, step, START - step)));
      const others = await Promise.all(
        Array.from({ length: 6 }, () => runWith(Array.from({ length: 300 }, (_, step) => point(step, step)))),
      );
      for (const runId of [back, ...others]) {
        assert.deepEqual(
          (await series(runId))?.values,
          Array.from({ length: 300 }, (_, step) => step),
        );
      }
      const all = await store.metricSeries({
        runIds: others,
        keys: ['loss', 'other'],
        axis: 'timestamp',
        range: [START + 100, START + 200],
        points: 50,
      });
      assert.deepEqual(
        all.map(({ runId, count }) => [runId, count]),
        others.map((runId) => [runId, 11]),
      );
    });

    it('keep the extremes of a long history, and show its points from near', async () => {
      const spike = 34_567;
      const runId = await runWith(
        Array.from({ length: LONG }, (_, step) => point(step, step === spike ? 100 : Math.sin(step / 900))),
      );
      const far = await series(runId);
      assert.equal(far?.count, LONG);
      assert.ok(far.steps.length <= 500 && far.steps.length > 450);
      assert.equal(Math.max(...(far.highs ?? []).map(Number)), 100);
      assert.ok(Math.min(...(far.lows ?? []).map(Number)) < -0.999);
      const near = await series(runId, { range: [spike - 20, spike + 20] });
      assert.equal(near?.count, 41);
      assert.equal(near.values[20], 100);
      const [from, to] = [START + (spike - 20) * 10, START + (spike + 20) * 10];
      assert.deepEqual(await series(runId, { axis: 'timestamp', range: [from, to] }), near);
      assert.equal((await series(runId, { range: [0, LONG / 2] }))?.count, LONG / 2 + 1);
    });

    it('of a long history without steps are spread over time', async () => {
      const runId = await runWith(
        Array.from({ length: LONG }, (_, index) => point(0, index, START + index * 3)),
      );
      const found = await series(runId, { axis: 'timestamp' });
      assert.equal(found?.count, LONG);
      assert.ok((found?.steps.length ?? 0) > 450);
      assert.equal(Math.max(...(found?.highs ?? []).map(Number)), LONG - 1);
    });

    it('gives many runs in the order asked for, without those that are not there', async () => {
      const ids = [await runWith([point(0, 1)]), await runWith([point(0, 2)])].reverse();
      const runs = await store.getRuns([...ids, 'nobody', ids[0] ?? '']);
      assert.deepEqual(
        runs.map(({ info }) => info.runId),
        ids,
      );
      assert.equal(runs[0]?.metrics[0]?.value, 2);
    });
  });
}

describe('downsampling', () => {
  const value = fc.option(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e300, max: 1e300 }));
  const points = fc
    .array(fc.record({ step: fc.integer({ min: -5000, max: 5000 }), value }), {
      minLength: 1,
      maxLength: 300,
    })
    .map((list) =>
      list.map((one): SeriesPoint => ({ ...one, timestamp: one.step * 7 })).sort((a, b) => a.step - b.step),
    );

  it('keeps the extremes and the order, in no more points than were asked for', () => {
    fc.assert(
      fc.property(points, fc.integer({ min: 10, max: 60 }), (list, most) => {
        const { steps, values, lows, highs } = downsample(list, 'step', most);
        assert.ok(steps.length <= most);
        assert.deepEqual(
          steps,
          steps.toSorted((a, b) => a - b),
        );
        const finite = list.flatMap(({ value }) => value ?? []);
        const least = (lows ?? values).flatMap((one) => one ?? []);
        const greatest = (highs ?? values).flatMap((one) => one ?? []);
        assert.equal(Math.min(...least), Math.min(...finite));
        assert.equal(Math.max(...greatest), Math.max(...finite));
        values.forEach((mean, index) => {
          if (mean === null || !lows || !highs) return;
          assert.ok(mean >= Number(lows[index]) && mean <= Number(highs[index]));
        });
      }),
    );
  });
});
