import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, describe, it, type TestContext } from 'node:test';
import { parseStoreUri } from '@orrery/database/store-uri';
import { openDatabase, SqlTrackingStore } from '@orrery/tracking';
import { type PostgresServer, startPostgres } from '../../../scripts/postgres.ts';
import { RunTable } from '../src/runs/run-table.ts';

const RUNS = 7;
const COLUMNS = [
  'metrics.loss',
  'metrics.accuracy',
  'metrics.broken',
  'metrics.nobody',
  'params.lr',
  'params.quoted',
  'params.few',
  'attributes.status',
  'attributes.source',
  'tags.mlflow.source.name',
];

for (const dialect of ['sqlite', 'postgres'] as const) {
  describe(`columns of a runs table on ${dialect}`, () => {
    let postgres: PostgresServer | undefined;
    let folder: string;
    let store: SqlTrackingStore;
    let experimentId: string;
    let table: RunTable;
    const runIds: string[] = [];
    before(async () => {
      folder = mkdtempSync(join(tmpdir(), 'orrery-run-table-'));
      if (dialect === 'postgres') postgres = await startPostgres('fsync=off');
      const uri = parseStoreUri(postgres?.database() ?? `sqlite:///${join(folder, 'mlflow.db')}`);
      const database = await openDatabase(uri, 'mlflow-artifacts:/');
      store = new SqlTrackingStore({ database, artifactRoot: '' });
      experimentId = await store.createExperiment('table', '', []);
      for (let n = 0; n < RUNS; n++) {
        const tags = [{ key: 'mlflow.source.name', value: `train-${n % 2}.py` }];
        const { info } = await store.createRun({ experimentId, userId: '', startTime: n, tags, runName: '' });
        runIds.push(info.runId);
        const metrics = Object.entries({
          loss: 0.1 + 0.2 * n,
          accuracy: n / 3,
          broken: n % 2 ? n : Number.NaN,
        });
        await store.logBatch(info.runId, {
          metrics: metrics.map(([key, value]) => ({ key, value, timestamp: n, step: 0 })),
          params: [
            { key: 'lr', value: String(n / 7) },
            { key: 'quoted', value: `"${n}" ü\n` },
            ...(n === 3 ? [{ key: 'few', value: '' }] : []),
          ],
          tags: [],
        });
      }
    });
    after(async () => {
      await store.close();
      postgres?.stop();
      rmSync(folder, { recursive: true });
    });
    beforeEach(async () => {
      table = await RunTable.read(store, experimentId);
    });

    /** What the store is asked for while something is done. */
    async function asked(test: TestContext, work: () => Promise<unknown>): Promise<number> {
      const methods = [test.mock.method(store, 'runValues'), test.mock.method(store, 'runRecords')];
      await work();
      return methods.reduce((sum, { mock }) => sum + mock.callCount(), 0);
    }

    it('hold the same, read together or one by one', async () => {
      const together = await table.columns(COLUMNS);
      const other = await RunTable.read(store, experimentId);
      for (const [index, id] of COLUMNS.entries())
        assert.deepEqual(together[index], await other.column(id), id);
      assert.equal(together[0]?.length, RUNS);
      assert.ok(together[2]?.some((cell) => Number.isNaN(cell)));
    });

    it('are read once, also by those who ask meanwhile', async (test) => {
      const ask = () => Promise.all([table.column('metrics.loss'), table.column('metrics.loss')]);
      assert.equal(await asked(test, ask), 1);
      assert.equal(await asked(test, ask), 0);
    });

    it('of a kind take one look at all runs', async (test) => {
      const metrics = COLUMNS.filter((id) => id.startsWith('metrics.'));
      const ask = () => Promise.all([table.columns(metrics), table.columns(metrics)]);
      assert.equal(await asked(test, ask), 1);
    });

    it('are read again where a run changed meanwhile', async () => {
      const reading = table.columns(['metrics.loss', 'metrics.accuracy', 'metrics.broken']);
      const runId = runIds[0] as string;
      await store.logMetric(runId, { key: 'loss', value: 99, timestamp: 99, step: 99 });
      table.put([await store.getRun(runId)]);
      await reading;
      const place = table.placeOf(runId) as number;
      assert.equal((await table.column('metrics.loss'))[place], 99);
    });

    it('that cannot be read are asked for again', async (test) => {
      const failing = test.mock.method(store, 'runValues', () => Promise.reject(new Error('no disk')));
      await assert.rejects(table.column('metrics.loss'), /no disk/);
      failing.mock.restore();
      assert.equal((await table.column('metrics.loss')).length, RUNS);
    });
  });
}
