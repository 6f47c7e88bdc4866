import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { type Database, SqliteSession } from '@orrery/database';
import { parseStoreUri } from '@orrery/database/store-uri';
import { openDatabase, SqlTrackingStore } from '@orrery/tracking';

const POINTS = 60_000;

describe('charts of long histories', () => {
  let folder: string;
  let path: string;
  let database: Database;
  let store: SqlTrackingStore;
  let long: string;
  let short: string;
  const series = (...runIds: string[]) =>
    store.metricSeries({ runIds, keys: ['loss', 'other'], axis: 'step', range: null, points: 10 });
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'orrery-series-'));
    path = join(folder, 'mlflow.db');
    database = await openDatabase(parseStoreUri(`sqlite:///${path}`), 'mlflow-artifacts:/');
    store = new SqlTrackingStore({ database, artifactRoot: '' });
    const create = async () =>
      (await store.createRun({ experimentId: '0', userId: '', startTime: 0, tags: [], runName: '' })).info
        .runId;
    [long, short] = [await create(), await create()];
    for (let from = 0; from < POINTS; from += 1000) {
      const metrics = Array.from({ length: 1000 }, (_, i) => ({
        key: 'loss',
        value: from + i,
        timestamp: from + i,
        step: from + i,
      }));
      await store.logBatch(long, { metrics, params: [], tags: [] });
    }
    for (const key of ['loss', 'other'])
      await store.logMetric(short, { key, value: 1, timestamp: 1, step: 1 });
  });
  after(async () => {
    await store.close();
    rmSync(folder, { recursive: true });
  });

  it('are kept, in the order that is asked for', async () => {
    const [first] = await series(long);
    assert.equal(first?.count, POINTS);
    const mixed = await series(short, long);
    assert.deepEqual(
      mixed.map(({ runId, key }) => [runId, key]),
      [
        [short, 'loss'],
        [long, 'loss'],
        [short, 'other'],
      ],
    );
    assert.equal(mixed[1], first);
  });

  it('are read again when their run has changed, by whomever', async () => {
    const [before] = await series(long);
    await store.logMetric(short, { key: 'loss', value: 2, timestamp: 2, step: 2 });
    assert.equal((await series(long))[0], before);
    await store.logMetric(long, { key: 'loss', value: -1, timestamp: POINTS, step: POINTS });
    assert.equal((await series(long))[0]?.count, POINTS + 1);
    const other = new SqliteSession(path);
    await other.run('DELETE FROM metrics WHERE run_uuid = ? AND step = ?', [long, POINTS]);
    other.close();
    assert.equal((await series(long))[0]?.count, POINTS);
  });
});
