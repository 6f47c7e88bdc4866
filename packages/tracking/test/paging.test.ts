import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Database } from '@orrery/database';
import { parseStoreUri } from '@orrery/database/store-uri';
import { openDatabase, SqlTrackingStore } from '@orrery/tracking';
import { type PostgresServer, startPostgres } from '../../../scripts/postgres.ts';

for (const dialect of ['sqlite', 'postgres'] as const) {
  describe(`pages on ${dialect}`, () => {
    let postgres: PostgresServer | undefined;
    let folder: string;
    let database: Database;
    let store: SqlTrackingStore;
    let experimentId: string;
    before(async () => {
      folder = mkdtempSync(join(tmpdir(), 'orrery-pages-'));
      if (dialect === 'postgres') postgres = await startPostgres('fsync=off');
      const uri = parseStoreUri(postgres?.database() ?? `sqlite:///${join(folder, 'mlflow.db')}`);
      database = await openDatabase(uri, 'mlflow-artifacts:/');
      store = new SqlTrackingStore({ database, artifactRoot: '' });
      experimentId = await store.createExperiment('paged', '', []);
    });
    after(async () => {
      await store.close();
      postgres?.stop();
      rmSync(folder, { recursive: true });
    });

    const makeRun = (runName: string, startTime: number) =>
      store.createRun({ experimentId, userId: '', startTime, tags: [], runName });

    it('neither repeat nor hide runs while others arrive', async () => {
      for (let index = 0; index < 9; index++) await makeRun(`old${index}`, 100 + index);
      const seen: string[] = [];
      let pageToken: string | null = null;
      do {
        const page = await store.searchRuns({
          experimentIds: [experimentId],
          filter: '',
          viewType: 'ACTIVE_ONLY',
          maxResults: 2,
          orderBy: [],
          pageToken,
        });
        seen.push(...page.items.map(({ info }) => info.runName));
        pageToken = page.nextPageToken;
        await makeRun(`new${seen.length}`, 1000 + seen.length);
      } while (pageToken);
      assert.deepEqual(
        seen,
        [8, 7, 6, 5, 4, 3, 2, 1, 0].map((index) => `old${index}`),
      );
    });

    it('of many runs hold of each what it logged, in order, while others have their turn', async () => {
      const many = await store.createExperiment('many', '', []);
      const names = Array.from({ length: 1050 }, (_, index) => `m${index}`);
      await Promise.all(
        names.map(async (runName, index) => {
          const run = { experimentId: many, userId: '', startTime: index, tags: [], runName };
          const { info } = await store.createRun(run);
          await store.logMetric(info.runId, { key: 'at', value: index, timestamp: 0, step: 0 });
        }),
      );
      const reading = store.searchRuns({
        experimentIds: [many],
        filter: '',
        viewType: 'ACTIVE_ONLY',
        maxResults: names.length,
        orderBy: ['attributes.start_time ASC'],
        pageToken: null,
      });
      const turn = new Promise((resolve) => setImmediate(resolve, 'a turn'));
      assert.equal(await Promise.race([reading, turn]), 'a turn');
      const { items } = await reading;
      assert.deepEqual(
        items.map(({ info, metrics }) => [info.runName, metrics.map(({ value }) => value)]),
        names.map((name, index) => [name, [index]]),
      );
    });

    it('put together are the whole list, also where many began at once or nobody knows when', async () => {
      const alike = await store.createExperiment('alike', '', []);
      for (let index = 0; index < 40; index++)
        await store.createRun({
          experimentId: alike,
          userId: '',
          startTime: index % 6,
          tags: [],
          runName: `${index % 6}`,
        });
      await database.write((session) =>
        session.run("UPDATE runs SET start_time = NULL WHERE name = '4' AND experiment_id = ?", [
          Number(alike),
        ]),
      );
      const list = (maxResults: number, pageToken: string | null) =>
        store.searchRuns({
          experimentIds: [alike],
          filter: '',
          viewType: 'ACTIVE_ONLY',
          maxResults,
          orderBy: [],
          pageToken,
        });
      const idsOf = ({ items }: Awaited<ReturnType<typeof list>>) => items.map(({ info }) => info.runId);
      const whole = idsOf(await list(50, null));
      for (const size of [1, 3, 7, 20]) {
        const seen: string[] = [];
        for (let page = await list(size, null); ; page = await list(size, page.nextPageToken)) {
          seen.push(...idsOf(page));
          if (!page.nextPageToken) break;
        }
        assert.deepEqual(seen, whole, `pages of ${size}`);
      }
    });

    it('neither repeat nor hide points while others arrive', async () => {
      const { info } = await makeRun('points', 1);
      const log = (timestamp: number) =>
        store.logMetric(info.runId, { key: 'm', value: timestamp, timestamp, step: timestamp });
      for (let index = 0; index < 7; index++) await log(100 + index);
      const seen: number[] = [];
      let pageToken: string | null = null;
      do {
        const page = await store.getMetricHistory(info.runId, 'm', 3, pageToken);
        seen.push(...page.items.map(({ value }) => value));
        pageToken = page.nextPageToken;
        await log(seen.length);
      } while (pageToken);
      assert.deepEqual(seen, [100, 101, 102, 103, 104, 105, 106]);
    });

    it('neither repeat nor hide experiments while others arrive', async () => {
      for (let index = 0; index < 5; index++) await store.createExperiment(`e${index}`, '', []);
      const seen: string[] = [];
      let pageToken: string | null = null;
      do {
        const page = await store.searchExperiments({
          filter: "name LIKE 'e%'",
          viewType: 'ACTIVE_ONLY',
          maxResults: 2,
          orderBy: ['name DESC'],
          pageToken,
        });
        seen.push(...page.items.map(({ name }) => name));
        pageToken = page.nextPageToken;
        await store.createExperiment(`e9${seen.length}`, '', []);
      } while (pageToken);
      assert.deepEqual(seen, ['e4', 'e3', 'e2', 'e1', 'e0']);
    });

    it('hold what many writers log at once', async () => {
      const { info } = await makeRun('contended', 1);
      await Promise.all(
        Array.from({ length: 40 }, (_, index) =>
          store.logBatch(info.runId, {
            metrics: ['b', 'a', 'c'].map((key) => ({ key, value: index, timestamp: index, step: index })),
            params: [{ key: 'same', value: 'v' }],
            tags: [{ key: 't', value: 'v' }],
          }),
        ),
      );
      const run = await store.getRun(info.runId);
      assert.deepEqual(
        run.metrics.map(({ key, value }) => [key, value]),
        [
          ['a', 39],
          ['b', 39],
          ['c', 39],
        ],
      );
      assert.equal((await store.getMetricHistory(info.runId, 'a', null, null)).items.length, 40);
      const created = await Promise.allSettled(
        Array.from({ length: 8 }, () => store.createExperiment('only one', '', [])),
      );
      assert.equal(created.filter(({ status }) => status === 'fulfilled').length, 1);
      for (const outcome of created)
        if (outcome.status === 'rejected') assert.match(outcome.reason.message, /already exists/);
    });
  });
}
