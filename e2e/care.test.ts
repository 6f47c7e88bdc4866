import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, before, beforeEach, describe, it } from 'node:test';
import { openArtifacts } from '@orrery/artifacts';
import { type MinioServer, startMinio } from '../scripts/minio.ts';
import { askOracle, oraclePython } from '../scripts/oracle.ts';
import { type PostgresServer, startPostgres } from '../scripts/postgres.ts';
import { Orrery } from './orrery.ts';

describe('orrery doctor', () => {
  let orrery: Orrery;
  let minio: MinioServer;
  before(async () => {
    orrery = await Orrery.make();
    minio = await startMinio();
    minio.bucket('here');
    Object.assign(orrery.env, minio.env);
  });
  after(async () => {
    await orrery.remove();
    await minio.stop();
  });

  it('finds all well before the first start and while the services are up', async () => {
    const first = await orrery.run('doctor', '--artifacts-destination', 's3://here/x');
    assert.equal(first.code, 0, first.output);
    assert.match(first.output, /ok {3}artifacts: s3:\/\/here\/x can be written, read and deleted/);
    assert.ok(!existsSync(join(orrery.store, 'mlflow.db')));
    await orrery.up();
    const second = await orrery.run('doctor');
    assert.equal(second.code, 0, second.output);
    assert.match(second.output, /Orrery answers/);
    await orrery.run('down');
  });

  it('tells of everything that is not well, and what to do', async () => {
    const other = createServer().listen(orrery.ports[0], '127.0.0.1');
    orrery.env.AWS_SECRET_ACCESS_KEY = 'wrong';
    const uri = 'postgresql://nobody@127.0.0.1:1/x';
    const { code, output } = await orrery.run(
      'doctor',
      ...['--artifacts-destination', 's3://here'],
      ...['--backend-store-uri', uri],
    );
    orrery.env.AWS_SECRET_ACCESS_KEY = minio.env.AWS_SECRET_ACCESS_KEY;
    other.close();
    assert.equal(code, 1);
    assert.match(output, /BAD {2}port \d+ \(tracking\): in use by pid \d+ .*MLFLOW_PORT/);
    assert.match(output, /BAD {2}tracking database: .*ECONNREFUSED/);
    assert.match(output, /BAD {2}artifacts: .*Check AWS_SECRET_ACCESS_KEY/);
    const missing = await orrery.run('doctor', '--artifacts-destination', 's3://missing');
    assert.match(missing.output, /BAD {2}artifacts: .*NoSuchBucket.*aws s3 mb s3:\/\/missing/);
    const direct = await orrery.run(
      'doctor',
      ...['--no-serve-artifacts', '--default-artifact-root', 's3://missing/root'],
    );
    assert.match(direct.output, /BAD {2}artifact root: .*NoSuchBucket.*aws s3 mb s3:\/\/missing/);
    assert.doesNotMatch(direct.output, / artifacts: /);
  });

  it('is as clear as the server, which does not start', async () => {
    const { code, output } = await orrery.run('server', '--artifacts-destination', 's3://missing');
    assert.equal(code, 1);
    assert.match(output, /^orrery: Cannot list artifacts in bucket 'missing': .*NoSuchBucket/);
    assert.doesNotMatch(output, /at .*\.ts/);
  });
});

/** Two experiments, one of them deleted, each with runs and logged models that have something in every table. */
const SEED = `
import json, os, sys
os.environ["MLFLOW_SUPPRESS_PRINTING_URL_TO_STDOUT"] = "true"
import mlflow
mlflow.set_tracking_uri(json.load(sys.stdin))
client = mlflow.MlflowClient()
ids = {}
for name in ["kept", "gone"]:
    experiment = client.create_experiment(name, tags={"a": "b"})
    mlflow.set_experiment(name)
    for which in ["old", "new"]:
        with mlflow.start_run(run_name=which) as run:
            model = mlflow.initialize_logged_model(name=which, params={"p": "1"}, tags={"t": "1"})
            mlflow.log_metric("m", 1.0, step=1, model_id=model.model_id)
            mlflow.log_metric("m", 2.0, step=2)
            mlflow.log_params({"p": "1"})
            mlflow.set_tag("t", "1")
            mlflow.log_text("text", "folder/file.txt")
            mlflow.log_input(mlflow.data.from_numpy(__import__("numpy").zeros(2)), context="training")
            client.log_outputs(run.info.run_id, [mlflow.entities.LoggedModelOutput(model.model_id, 1)])
        ids[f"{name} {which}"] = run.info.run_id
        ids[f"{name} {which} model"] = model.model_id
    ids[name] = experiment
client.delete_run(ids["kept old"])
client.delete_logged_model(ids["kept old model"])
client.delete_experiment(ids["gone"])
print(json.dumps(ids))
`;
const TABLES =
  `runs metrics latest_metrics params tags experiments experiment_tags logged_models logged_model_metrics
  logged_model_params logged_model_tags datasets`.split(/\s+/);

describe('orrery gc', () => {
  let orrery: Orrery;
  let ids: Record<string, string>;
  const database = () => join(orrery.store, 'mlflow.db');
  const counts = (file = database()) => {
    const db = new DatabaseSync(file);
    const rows = TABLES.map((table) => {
      const row = db.prepare(`SELECT count(*) AS count FROM ${table}`).get() as { count: number };
      return [table, row.count] as const;
    });
    db.close();
    return Object.fromEntries(rows);
  };
  const artifacts = (run: string) =>
    existsSync(
      join(orrery.store, 'artifacts', ids[run.split(' ')[0] as string] ?? '', ids[run] ?? '', 'artifacts'),
    );
  beforeEach(async () => {
    if (orrery) await orrery.remove();
    orrery = await Orrery.make();
    await orrery.up();
    ids = askOracle<Record<string, string>>(SEED, orrery.url);
  });
  after(() => orrery.remove());

  it('shows what would go, and deletes it with --yes', async () => {
    const before = counts();
    const dry = await orrery.run('gc');
    assert.equal(dry.code, 0, dry.output);
    for (const name of ['kept old', 'kept old model', 'gone old', 'gone new', 'gone old model', 'gone'])
      assert.ok(dry.output.includes(` ${ids[name]} `), name);
    assert.ok(!dry.output.includes(ids['kept new'] as string));
    assert.match(dry.output, /--yes/);
    assert.deepEqual(counts(), before);
    assert.ok(artifacts('kept old'));

    const done = await orrery.run('gc', '--yes');
    assert.equal(done.code, 0, done.output);
    assert.ok(!artifacts('kept old') && !artifacts('gone new') && artifacts('kept new'));
    const { runs, metrics, experiments, logged_models } = counts();
    assert.deepEqual([runs, metrics, experiments, logged_models], [1, 2, 2, 1]);
    assert.match((await orrery.run('gc', '--yes')).output, /Nothing to delete/);
  });

  it('leaves the same tables as mlflow gc', async () => {
    const copy = join(orrery.folder, 'copy.db');
    const db = new DatabaseSync(database());
    db.exec(`VACUUM INTO '${copy}'`);
    db.close();
    execFileSync(
      oraclePython(),
      ['-W', 'ignore', '-m', 'mlflow', 'gc', '--backend-store-uri', `sqlite:///${copy}`],
      {
        env: { ...process.env, MLFLOW_TRACKING_URI: orrery.url, MLFLOW_DISABLE_TELEMETRY: 'true' },
        stdio: ['ignore', 'ignore', 'pipe'],
      },
    );
    assert.ok(!artifacts('kept old') && !artifacts('gone old') && artifacts('kept new'));
    const done = await orrery.run('gc', '--yes');
    assert.equal(done.code, 0, done.output);
    assert.deepEqual(counts(), counts(copy));
  });

  it('deletes what is named, and tells of everything that cannot go', async () => {
    const one = await orrery.run('gc', '--run-ids', ids['gone old'] as string, '--yes');
    assert.equal(one.code, 0, one.output);
    assert.ok(!artifacts('gone old') && artifacts('gone new') && artifacts('kept old'));
    const bad = await orrery.run(
      'gc',
      '--run-ids',
      `${ids['kept new']},none`,
      '--experiment-ids',
      '404',
      '--yes',
    );
    assert.equal(bad.code, 1);
    assert.match(bad.output, new RegExp(`Run ${ids['kept new']} is not deleted`));
    assert.match(bad.output, /Run none is not there/);
    assert.match(bad.output, /Experiment 404 is not there/);
    const young = await orrery.run('gc', '--older-than', '1d', '--yes');
    assert.match(young.output, /Nothing to delete/);
    const early = await orrery.run('gc', '--older-than', '1d2h', '--run-ids', ids['kept old'] as string);
    assert.match(early.output, /later than asked for/);
    assert.match((await orrery.run('gc', '--older-than', 'soon')).output, /--older-than soon is no duration/);
    assert.ok(artifacts('kept old'));
  });
});

describe('orrery gc, with PostgreSQL and S3', () => {
  let orrery: Orrery;
  let minio: MinioServer;
  let postgres: PostgresServer;
  before(async () => {
    orrery = await Orrery.make();
    minio = await startMinio();
    postgres = await startPostgres('fsync=off');
    Object.assign(orrery.env, minio.env, {
      MLFLOW_BACKEND_STORE_URI: postgres.database(),
      MLFLOW_ARTIFACTS_DESTINATION: `${minio.bucket('lab')}/artifacts`,
    });
    await orrery.up();
  });
  after(async () => {
    await orrery.remove();
    await minio.stop();
    postgres.stop();
  });

  it('deletes rows and objects alike', async () => {
    const ids = askOracle<Record<string, string>>(SEED, orrery.url);
    const bucket = await openArtifacts('s3://lab/artifacts', minio.env);
    assert.equal((await bucket.list(ids.gone as string)).length, 2);
    orrery.env.AWS_SECRET_ACCESS_KEY = 'wrong';
    const refused = await orrery.run('gc', '--yes');
    orrery.env.AWS_SECRET_ACCESS_KEY = minio.env.AWS_SECRET_ACCESS_KEY;
    assert.equal(refused.code, 1, refused.output);
    for (const name of ['kept old', 'kept old model', 'gone new'])
      assert.match(refused.output, new RegExp(`Kept .*${ids[name]} .*Check AWS_SECRET_ACCESS_KEY`));
    assert.doesNotMatch(refused.output, /^deleted/m);
    const done = await orrery.run('gc', '--yes');
    assert.equal(done.code, 0, done.output);
    assert.deepEqual(await bucket.list(ids.gone as string), []);
    const kept = (await bucket.list(ids.kept as string)).map(({ path }) => path);
    assert.deepEqual(kept, [`${ids.kept}/${ids['kept new']}`]);
    const answer = await fetch(`${orrery.url}/api/2.0/mlflow/runs/search`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ experiment_ids: [ids.kept, ids.gone], run_view_type: 'ALL' }),
    });
    const { runs } = (await answer.json()) as { runs: { info: { run_id: string } }[] };
    assert.deepEqual(
      runs.map(({ info }) => info.run_id),
      [ids['kept new']],
    );
    assert.match((await orrery.run('gc')).output, /Nothing to delete/);
  });
});
