import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { parseStoreUri } from '@orrery/database/store-uri';
import { type Database, openDatabase } from '@orrery/tracking';
import { type PostgresServer, startPostgres } from '../../../scripts/postgres.ts';
import { loadDatabase } from '../../tracking/test/databases/load.ts';
import { type ModelRegistry, openModelRegistry } from '../src/index.ts';

/** Old databases have no workspaces, and the oldest no webhooks. */
const PLACES = [
  { dialect: 'sqlite', version: null },
  { dialect: 'postgres', version: null },
  { dialect: 'sqlite', version: '3.1.4' },
  { dialect: 'postgres', version: '3.1.4' },
  { dialect: 'sqlite', version: '3.6.0' },
] as const;

for (const { dialect, version: maker } of PLACES) {
  describe(`the model registry, on ${dialect}${maker ? `, in place in a database of MLflow ${maker}` : ''}`, () => {
    let database: Database;
    let registry: ModelRegistry;
    let postgres: PostgresServer | undefined;
    const folder = mkdtempSync(join(tmpdir(), 'orrery-registry-'));
    const version = (name: string) => ({
      name,
      source: 's3://bucket/x',
      location: 's3://bucket/x',
      runId: '',
      runLink: '',
      description: '',
      tags: [],
    });
    const search = { filter: '', maxResults: 100, pageToken: null };
    before(async () => {
      if (dialect === 'postgres') postgres = await startPostgres('fsync=off');
      const uri = postgres?.database() ?? `sqlite:///${join(folder, 'mlflow.db')}`;
      if (maker) await loadDatabase(maker, uri);
      database = await openDatabase(parseStoreUri(uri), 'mlflow-artifacts:/');
      registry = await openModelRegistry(database);
    });
    after(async () => {
      await database.close();
      postgres?.stop();
      rmSync(folder, { recursive: true });
    });

    it('gives versions that are made at once numbers of their own', async () => {
      await registry.createRegisteredModel('busy', [], '');
      const made = await Promise.all(
        Array.from({ length: 30 }, () => registry.createModelVersion(version('busy'))),
      );
      const numbers = made.map((each) => each.version).sort((a, b) => a - b);
      assert.deepEqual(
        numbers,
        Array.from({ length: 30 }, (_, index) => index + 1),
      );
    });

    it('makes a model once where many make it at once', async () => {
      const results = await Promise.allSettled(
        Array.from({ length: 8 }, () => registry.createRegisteredModel('once', [], '')),
      );
      const refused = results.filter(({ status }) => status === 'rejected') as PromiseRejectedResult[];
      assert.equal(refused.length, 7);
      for (const { reason } of refused) assert.equal(reason.code, 'RESOURCE_ALREADY_EXISTS');
    });

    it('finds what changed last first', async () => {
      for (const name of ['t1', 't2', 't3']) {
        await registry.createRegisteredModel(name, [], '');
        await registry.createModelVersion(version(name));
        await setTimeout(5);
      }
      await registry.updateModelVersion('t1', '1', 'changed');
      await registry.updateRegisteredModel('t2', 'changed');
      const filter = "name LIKE 't_'";
      const versions = await registry.searchModelVersions({ ...search, filter, orderBy: [] });
      assert.deepEqual(
        versions.items.map(({ name }) => name),
        ['t1', 't3', 't2'],
      );
      const orderBy = ['last_updated_timestamp DESC'];
      const models = await registry.searchRegisteredModels({ ...search, filter, orderBy });
      assert.deepEqual(
        models.items.map(({ name }) => name),
        ['t2', 't3', 't1'],
      );
    });

    it('turns pages that stay put while models come and go', async () => {
      for (let index = 0; index < 9; index++) await registry.createRegisteredModel(`page${index}`, [], '');
      const asked = { ...search, filter: "name LIKE 'page%'", maxResults: 3, orderBy: [] };
      const first = await registry.searchRegisteredModels(asked);
      await registry.deleteRegisteredModel('page1');
      await registry.createRegisteredModel('page00', [], '');
      const second = await registry.searchRegisteredModels({ ...asked, pageToken: first.nextPageToken });
      assert.deepEqual(
        second.items.map(({ name }) => name),
        ['page3', 'page4', 'page5'],
      );
    });

    it('keeps tags, aliases and stages', async () => {
      await registry.createRegisteredModel('full', [{ key: 'a', value: '1' }], 'first');
      await registry.createModelVersion({ ...version('full'), tags: [{ key: 'b', value: '2' }] });
      await registry.createModelVersion(version('full'));
      for (const value of ['x', 'y']) {
        await registry.setRegisteredModelTag('full', { key: 'a', value });
        await registry.setModelVersionTag('full', '1', { key: 'b', value });
        await registry.setAlias('full', 'best', value === 'x' ? '1' : '2');
      }
      await registry.moveModelVersion('full', '1', 'Production', true);
      await registry.renameRegisteredModel('full', 'whole');
      const model = await registry.getRegisteredModel('whole');
      assert.deepEqual(model.tags, [{ key: 'a', value: 'y' }]);
      assert.deepEqual(model.aliases, [{ alias: 'best', version: 2 }]);
      assert.deepEqual(
        model.latestVersions.map((each) => [each.version, each.stage]),
        [
          [1, 'Production'],
          [2, 'None'],
        ],
      );
      const filter = "name = 'whole' AND tags.b = 'y'";
      const { items } = await registry.searchModelVersions({ ...search, filter, orderBy: [] });
      assert.deepEqual(
        items.map((each) => each.version),
        [1],
      );
      assert.equal((await registry.getModelVersionByAlias('whole', 'best')).version, 2);
    });

    it('knows webhooks, or says what to do for them', async () => {
      const event = { entity: 'model_version', action: 'created' };
      const { length } = await registry.webhooksFor(event);
      assert.equal(length, 0);
      if (maker === '3.1.4') await assert.rejects(registry.listWebhooks(10, null), /orrery db upgrade/);
      else assert.deepEqual((await registry.listWebhooks(10, null)).items, []);
    });

    it('leaves nothing of a model that is deleted', async () => {
      await registry.createRegisteredModel('gone', [{ key: 'a', value: '1' }], '');
      await registry.createModelVersion({ ...version('gone'), tags: [{ key: 'a', value: '1' }] });
      await registry.setAlias('gone', 'best', '1');
      await registry.deleteRegisteredModel('gone');
      for (const table of [
        'registered_models',
        'registered_model_tags',
        'registered_model_aliases',
        'model_versions',
        'model_version_tags',
      ]) {
        const rows = await database.read((session) =>
          session.all(`SELECT name FROM ${table} WHERE name = 'gone'`),
        );
        assert.deepEqual(rows, [], table);
      }
    });
  });
}
