import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { type Database, SqliteSession } from '@orrery/database';
import { parseStoreUri } from '@orrery/database/store-uri';
import { openDatabase, SqlTrackingStore } from '@orrery/tracking';

describe('runs that were read before', () => {
  let folder: string;
  let database: Database;
  let store: SqlTrackingStore;
  let experimentId: string;
  let runId: string;
  const search = (filter = '') =>
    store.searchRuns({
      experimentIds: [experimentId],
      filter,
      viewType: 'ACTIVE_ONLY',
      maxResults: 10,
      orderBy: [],
      pageToken: null,
    });
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'orrery-cache-'));
    database = await openDatabase(
      parseStoreUri(`sqlite:///${join(folder, 'mlflow.db')}`),
      'mlflow-artifacts:/',
    );
    store = new SqlTrackingStore({ database, artifactRoot: '' });
    experimentId = await store.createExperiment('cached', '', []);
    const create = async () =>
      (await store.createRun({ experimentId, userId: '', startTime: 0, tags: [], runName: '' })).info.runId;
    runId = await create();
    await create();
  });
  after(async () => {
    await store.close();
    rmSync(folder, { recursive: true });
  });

  it('are the same objects, however they are asked for', async () => {
    const run = await store.getRun(runId);
    assert.equal(await store.getRun(runId), run);
    assert.ok((await search()).items.includes(run));
  });

  it('are read again after a write to them, and others are not', async () => {
    const before = await search();
    await store.logMetric(runId, { key: 'loss', value: 0.5, timestamp: 1, step: 1 });
    const after = await search('metrics.loss < 1');
    assert.deepEqual(
      after.items.map(({ metrics }) => metrics[0]?.value),
      [0.5],
    );
    const other = before.items.find(({ info }) => info.runId !== runId);
    assert.equal(await store.getRun(other?.info.runId as string), other);
    await store.updateRun(runId, { status: 'FINISHED' });
    assert.equal((await store.getRun(runId)).info.status, 'FINISHED');
  });

  it('are as they were where a write fails', async () => {
    await store.logParam(runId, { key: 'lr', value: '1' });
    await assert.rejects(store.logParam(runId, { key: 'lr', value: '2' }));
    assert.deepEqual((await store.getRun(runId)).params, [{ key: 'lr', value: '1' }]);
  });

  it('are read again after a write that names no run', async () => {
    await store.getRun(runId);
    await database.write((session) => session.run("UPDATE params SET value = '3' WHERE key = 'lr'"));
    assert.deepEqual((await store.getRun(runId)).params, [{ key: 'lr', value: '3' }]);
    await store.deleteExperiment(experimentId);
    assert.equal((await store.getRun(runId)).info.lifecycleStage, 'deleted');
    await store.restoreExperiment(experimentId);
    assert.equal((await store.getRun(runId)).info.lifecycleStage, 'active');
  });

  it('are read again after another program has written', async () => {
    await store.getRun(runId);
    const other = new SqliteSession(join(folder, 'mlflow.db'));
    await other.run("UPDATE params SET value = '4' WHERE key = 'lr'");
    other.close();
    assert.deepEqual((await store.getRun(runId)).params, [{ key: 'lr', value: '4' }]);
  });
});

describe('pages of experiments that were read before', () => {
  it('are the same until an experiment changes, here or in another program', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'orrery-cache-'));
    const file = join(folder, 'mlflow.db');
    const database = await openDatabase(parseStoreUri(`sqlite:///${file}`), 'mlflow-artifacts:/');
    const store = new SqlTrackingStore({ database, artifactRoot: '' });
    try {
      const id = await store.createExperiment('one', '', []);
      const names = async (filter = '') => {
        const search = {
          filter,
          viewType: 'ACTIVE_ONLY' as const,
          maxResults: 10,
          orderBy: [],
          pageToken: null,
        };
        const page = await store.searchExperiments(search);
        return [
          page,
          page.items.map(({ name, tags }) => [name, ...tags.map(({ value }) => value)].join(' ')),
        ] as const;
      };
      const [first] = await names();
      await store.createRun({ experimentId: id, userId: '', startTime: 0, tags: [], runName: '' });
      assert.equal((await names())[0], first);
      assert.deepEqual((await names("name = 'one'"))[1], ['one']);
      await store.setExperimentTag(id, { key: 'team', value: 'vision' });
      assert.deepEqual((await names())[1], ['one vision', 'Default']);
      await store.renameExperiment(id, 'two');
      assert.deepEqual((await names())[1], ['two vision', 'Default']);
      const other = new SqliteSession(file);
      await other.run("UPDATE experiments SET name = 'theirs' WHERE experiment_id = 0");
      other.close();
      assert.deepEqual((await names())[1], ['two vision', 'theirs']);
      await store.deleteExperiment(id);
      assert.deepEqual((await names())[1], ['theirs']);
    } finally {
      await store.close();
      rmSync(folder, { recursive: true });
    }
  });
});
