import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, before, describe, it } from 'node:test';
import { inspect } from 'node:util';
import { parseStoreUri, type StoreUri } from '@orrery/database/store-uri';
import { openDatabase, SqlTrackingStore } from '@orrery/tracking';
import { upgradeDatabase } from '@orrery/tracking/upgrade';
import { askOracle } from '../../../scripts/oracle.ts';
import { type PostgresServer, startPostgres } from '../../../scripts/postgres.ts';
import { loadDatabase } from './databases/load.ts';

const VERSIONS = ['2.9.2', '3.1.4', '3.6.0', '3.17.2'];
/** Those whose tables serve as they are. */
const SERVING = ['3.1.4', '3.6.0', '3.17.2'];

const file = (name: string) => readFileSync(new URL(`./databases/${name}`, import.meta.url), 'utf8');

/** What MLflow 3.17.2 sees in a database of ours and in one that it upgrades itself. */
const SEEN_BY_MLFLOW = `
import json, logging, sys, mlflow
from mlflow.entities import ViewType
from mlflow.store.db.utils import _upgrade_db, create_sqlalchemy_engine
logging.disable()

def see(url):
    client = mlflow.MlflowClient(tracking_uri=url, registry_uri=url)
    seen = {}
    for experiment in client.search_experiments(view_type=ViewType.ALL):
        for run in client.search_runs([experiment.experiment_id], run_view_type=ViewType.ALL):
            seen[experiment.name + "/" + run.info.run_name] = {
                "status": run.info.status,
                "stage": run.info.lifecycle_stage,
                "params": run.data.params,
                "tags": run.data.tags,
                "metrics": {
                    key: [[str(m.value), m.timestamp, m.step] for m in client.get_metric_history(run.info.run_id, key)]
                    for key in run.data.metrics
                },
                "datasets": [[d.dataset.name, {t.key: t.value for t in d.tags}] for d in run.inputs.dataset_inputs],
            }
    models = [[v.name, str(v.version), v.aliases, v.tags] for v in client.search_model_versions()]
    return {"runs": seen, "models": models}

ours, theirs = json.load(sys.stdin)
_upgrade_db(create_sqlalchemy_engine(theirs))
json.dump([see(ours), see(theirs)], sys.stdout)
`;

interface Seen {
  runs: Record<string, object>;
  models: unknown[];
}

let postgres: PostgresServer;
let folder: string;
before(async () => {
  postgres = await startPostgres('fsync=off');
  folder = mkdtempSync(join(tmpdir(), 'orrery-old-'));
});
after(() => {
  postgres.stop();
  rmSync(folder, { recursive: true });
});

for (const dialect of ['sqlite', 'postgres'] as const) {
  for (const version of VERSIONS) {
    describe(`a database of MLflow ${version} on ${dialect}`, () => {
      const made = async (name: string): Promise<StoreUri> => {
        const uri =
          dialect === 'sqlite' ? `sqlite:///${join(folder, `${version}-${name}.db`)}` : postgres.database();
        await loadDatabase(version, uri);
        return parseStoreUri(uri);
      };
      const url = (uri: StoreUri) =>
        uri.dialect === 'sqlite' ? uri.shown : uri.url.replace('postgresql:', 'postgresql+psycopg2:');

      it(
        SERVING.includes(version) ? 'opens as it is, and takes runs' : 'is refused, with what to do',
        async () => {
          const uri = await made('open');
          const opening = openDatabase(uri, 'mlflow-artifacts:/');
          if (!SERVING.includes(version)) {
            await assert.rejects(
              opening,
              /older MLflow \(schema revision '\w+'\).*inputs\.step.*orrery db upgrade/s,
            );
            return;
          }
          const store = new SqlTrackingStore({ database: await opening, artifactRoot: 'mlflow-artifacts:/' });
          const id = await store.createExperiment('from Orrery', '', []);
          const run = await store.createRun({
            experimentId: id,
            userId: '',
            startTime: 1,
            tags: [],
            runName: 'new',
          });
          await store.logMetric(run.info.runId, { key: 'm', value: 1, timestamp: 1, step: 0 });
          const { items } = await store.searchRuns({
            experimentIds: [id],
            filter: 'metrics.m = 1',
            viewType: 'ALL',
            maxResults: 5,
            orderBy: [],
            pageToken: null,
          });
          assert.deepEqual(
            items.map(({ info }) => info.runName),
            ['new'],
          );
          await store.close();
        },
      );

      it('is the same to MLflow 3.17.2 after `orrery db upgrade`, and as MLflow itself would upgrade it', async () => {
        const [ours, theirs] = [await made('ours'), await made('theirs')];
        const { from, backup } = await upgradeDatabase(ours);
        assert.equal(from === null, version === '3.17.2');
        if (from !== null && dialect === 'sqlite') assert.ok(existsSync(backup));
        const [own, real] = askOracle<[Seen, Seen]>(SEEN_BY_MLFLOW, [url(ours), url(theirs)]);
        assert.deepEqual(own, real);
        assert.ok(Object.keys(own.runs).length >= 3);
        assert.equal(own.models.length, 1);
        assert.deepEqual(await rows(ours), await rows(theirs));
        assert.deepEqual(await upgradeDatabase(ours), { from: null, backup: '' });
      });
    });
  }

  it(`refuses a newer database on ${dialect}`, async () => {
    const uri = parseStoreUri(
      dialect === 'sqlite' ? `sqlite:///${join(folder, 'newer.db')}` : postgres.database(),
    );
    const database = await openDatabase(uri, 'mlflow-artifacts:/');
    await database.write((session) => session.run("UPDATE alembic_version SET version_num = 'ffffffffffff'"));
    await database.close();
    await assert.rejects(openDatabase(uri, ''), /revision 'ffffffffffff'.*update Orrery/s);
    await assert.rejects(upgradeDatabase(uri), /revision 'ffffffffffff'.*update Orrery/s);
  });
}

it('refuses to upgrade a file that is in use, and changes nothing', async () => {
  const path = join(folder, 'used.db');
  const db = new DatabaseSync(path);
  db.exec('PRAGMA journal_mode = WAL');
  db.exec(file('mlflow-2.9.2.sqlite.sql'));
  db.exec('BEGIN; SELECT * FROM runs;');
  await assert.rejects(upgradeDatabase(parseStoreUri(`sqlite:///${path}`)), /in use: stop the server/);
  db.exec('ROLLBACK');
  db.close();
});

/** All rows of all tables, apart from when an upgrade itself was made. */
async function rows(uri: StoreUri): Promise<Record<string, string[]>> {
  const found: Record<string, string[]> = {};
  const database = await openDatabase(uri, '');
  await database.read(async (session) => {
    const names = await session.all<{ name: string }>(
      session.dialect === 'sqlite'
        ? "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
        : 'SELECT tablename AS name FROM pg_tables WHERE schemaname = current_schema() ORDER BY 1',
    );
    for (const { name } of names) {
      const all = await session.all<Record<string, unknown>>(`SELECT * FROM "${name}"`);
      const sorted = all.map((row) =>
        inspect(Object.entries(row).sort()).replaceAll('true', '1').replaceAll('false', '0'),
      );
      found[name] = name === 'jobs' ? [String(sorted.length)] : sorted.sort();
    }
  });
  await database.close();
  return found;
}
