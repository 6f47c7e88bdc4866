import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, before, describe, it } from 'node:test';
import { schemaRevision } from '@orrery/database';
import { parseStoreUri, type StoreUri } from '@orrery/database/store-uri';
import { openDatabase } from '@orrery/tracking';
import { askOracle } from '../../../scripts/oracle.ts';
import { type PostgresServer, startPostgres } from '../../../scripts/postgres.ts';
import { METRIC_COLUMNS, OF_RUN } from '../src/sql/rows.ts';
import { SCHEMA_REVISION } from '../src/sql/schema/revisions.ts';
import { loadDatabase } from './databases/load.ts';

const UPGRADE = `
import json, logging, sys
from mlflow.store.db.utils import _upgrade_db, create_sqlalchemy_engine
logging.disable()
_upgrade_db(create_sqlalchemy_engine(json.load(sys.stdin)))
print("null")
`;

describe('indexes', () => {
  let postgres: PostgresServer;
  let folder: string;
  before(async () => {
    postgres = await startPostgres('fsync=off');
    folder = mkdtempSync(join(tmpdir(), 'orrery-indexes-'));
  });
  after(() => {
    postgres.stop();
    rmSync(folder, { recursive: true });
  });
  const open = (uri: StoreUri) => openDatabase(uri, 'mlflow-artifacts:/');

  for (const dialect of ['sqlite', 'postgres'] as const) {
    it(`of our own let MLflow's migrations pass, on ${dialect}`, async () => {
      const text = dialect === 'sqlite' ? `sqlite:///${join(folder, 'old.db')}` : postgres.database();
      await loadDatabase('3.1.4', text);
      const uri = parseStoreUri(text);
      await (await open(uri)).close();
      askOracle(UPGRADE, text.replace('postgresql:', 'postgresql+psycopg2:'));
      const database = await open(uri);
      assert.equal(await database.read(schemaRevision), SCHEMA_REVISION);
      await database.close();
    });
  }

  const planOf = async (statement: string, ...params: (string | number)[]) => {
    const path = join(folder, 'new.db');
    await (await open(parseStoreUri(`sqlite:///${path}`))).close();
    const db = new DatabaseSync(path);
    const plan = db.prepare(`EXPLAIN QUERY PLAN ${statement}`).all(...params);
    db.close();
    return plan.map(({ detail }) => detail as string);
  };

  it('give the runs of an experiment in the order of their list', async () => {
    const plan = await planOf(
      `SELECT * FROM runs WHERE experiment_id IN (CAST(? AS BIGINT)) AND lifecycle_stage IN ('active')
         ORDER BY (runs.start_time IS NULL) ASC, (runs.start_time) DESC, (runs.run_uuid) ASC LIMIT 10`,
      1,
    );
    assert.deepEqual(plan, ['SEARCH runs USING INDEX orrery_runs_in_order (experiment_id=?)']);
  });

  it('lead a history to its run, not through those of other runs', async () => {
    const [search] = await planOf(
      `SELECT ${METRIC_COLUMNS} FROM metrics WHERE ${OF_RUN} ORDER BY timestamp, step, value`,
      'run',
      'loss',
    );
    assert.match(search ?? '', /INDEX index_metrics_run_uuid_key_step \(run_uuid=\? AND key=\?/);
  });
});
