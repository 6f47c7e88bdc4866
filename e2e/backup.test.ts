import assert from 'node:assert/strict';
import {
  appendFileSync,
  existsSync,
  globSync,
  mkdirSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { type MinioServer, startMinio } from '../scripts/minio.ts';
import { type PostgresServer, startPostgres } from '../scripts/postgres.ts';
import { dump } from './dump.ts';
import { Orrery } from './orrery.ts';

const ROWS_OF_A_BATCH = 7;

describe('orrery backup and restore', () => {
  let orrery: Orrery;
  let place: string;
  const post = async (path: string, body: object): Promise<unknown> => {
    const answer = await fetch(`${orrery.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    assert.ok(answer.ok, await answer.clone().text());
    return answer.json();
  };
  const newRun = async (): Promise<string> => {
    const made = await post('/api/2.0/mlflow/runs/create', { experiment_id: '0' });
    return (made as { run: { info: { run_id: string } } }).run.info.run_id;
  };
  const putArtifact = (run: string, name: string, text: string) =>
    fetch(`${orrery.url}/api/2.0/mlflow-artifacts/artifacts/0/${run}/artifacts/${name}`, {
      method: 'PUT',
      body: text,
    });
  const logBatch = (run_id: string, step: number) => {
    const keys = Array.from({ length: ROWS_OF_A_BATCH }, (_, index) => `m${index}`);
    const metrics = keys.map((key) => ({ key, value: step, timestamp: 1, step }));
    return post('/api/2.0/mlflow/runs/log-batch', { run_id, metrics });
  };

  const works = (prepare: () => Promise<void>) => {
    before(async () => {
      orrery = await Orrery.make();
      await prepare();
      await orrery.up();
    });
    after(() => orrery.remove());

    let run: string;
    let stepsBefore = 0;
    it('keeps a whole store while it is written to', async () => {
      run = await newRun();
      await putArtifact(run, 'a.txt', 'first');
      mkdirSync(join(orrery.store, 'catalog', 'models', 'm'), { recursive: true });
      writeFileSync(join(orrery.store, 'catalog', 'models', 'm', 'train.sh'), 'true', { mode: 0o750 });
      await putArtifact(run, 'model/b.bin', 'x'.repeat(3_000_000));
      await post('/api/sweeps/studies', {
        name: 's',
        space: { x: { type: 'number', minimum: 0, maximum: 1 } },
      });
      for (; stepsBefore < 50; stepsBefore++) await logBatch(run, stepsBefore);
      let isDone = false;
      const writer = (async () => {
        for (let step = stepsBefore; !isDone; step++) await logBatch(run, step);
      })();
      const { code, output } = await orrery.run('backup', place);
      isDone = true;
      await writer;
      assert.equal(code, 0, output);
      assert.match(output, /2 databases and [2-9] files/);
    });

    it('copies only what is new', async () => {
      await putArtifact(run, 'a.txt', 'second, longer');
      await putArtifact(run, 'same.bin', 'x'.repeat(3_000_000));
      const { output } = await orrery.run('backup', place);
      assert.match(output, /new of them 1 files, 0\.0 MiB/);
      const { output: listed } = await orrery.run('backup', place, '--list');
      assert.equal(listed.trim().split('\n').length, 3, listed);
      const { code, output: verified } = await orrery.run('backup', place, '--verify');
      assert.equal(code, 0, verified);
    });

    it('puts nothing back over what is there', async () => {
      assert.match((await orrery.run('restore', place)).output, /Stop it first/);
      await orrery.run('down');
      const { code, output } = await orrery.run('restore', place);
      assert.equal(code, 1);
      assert.match(output, /never overwritten/);
    });
    return { run: () => run, stepsBefore: () => stepsBefore };
  };

  describe('of SQLite and a folder, to a folder', () => {
    const { run, stepsBefore } = works(async () => {
      place = join(orrery.folder, 'backups');
    });

    it('puts it back elsewhere: every batch whole, artifacts, studies and files of the store', async () => {
      const was = dump(join(orrery.store, 'mlflow.db'));
      orrery.env.ORRERY_STORE = join(orrery.folder, 'restored');
      const { code, output } = await orrery.run('restore', place);
      assert.equal(code, 0, output);
      const restored = dump(join(orrery.folder, 'restored', 'mlflow.db'));
      assert.deepEqual(restored, was);
      const metrics = restored.metrics as string[];
      assert.equal(metrics.length % ROWS_OF_A_BATCH, 0);
      assert.ok(metrics.length >= stepsBefore() * ROWS_OF_A_BATCH);
      const script = statSync(join(orrery.env.ORRERY_STORE, 'catalog', 'models', 'm', 'train.sh'));
      assert.equal(script.mode & 0o777, 0o750);
      await orrery.up();
      const url = `${orrery.url}/api/2.0/mlflow-artifacts/artifacts/0/${run()}/artifacts/a.txt`;
      assert.equal(await (await fetch(url)).text(), 'second, longer');
      const studies = await (await fetch(`http://localhost:${orrery.ports[1]}/api/sweeps/studies`)).json();
      assert.match(JSON.stringify(studies), /"name":"s"/);
      await orrery.run('down');
    });

    it('puts an earlier one back: what was committed when it began, and no half batch', async () => {
      const earlier = readdirSync(join(place, 'backups')).sort()[0] as string;
      orrery.env.ORRERY_STORE = join(orrery.folder, 'earlier');
      assert.equal((await orrery.run('restore', place, '--at', earlier)).code, 0);
      const { metrics = [] } = dump(join(orrery.folder, 'earlier', 'mlflow.db'));
      assert.equal(metrics.length % ROWS_OF_A_BATCH, 0);
      assert.ok(metrics.length >= stepsBefore() * ROWS_OF_A_BATCH);
    });

    it('names what is damaged or missing, and puts back no database without its files', async () => {
      const objects = globSync(join(place, 'objects', '*', '*'));
      const large = objects.find((path) => statSync(path).size === 3_000_000) as string;
      appendFileSync(large, 'y');
      const { code, output } = await orrery.run('backup', place, '--verify');
      assert.equal(code, 1);
      assert.match(output, /not whole:\nartifacts 0\/.*model\/b\.bin: Content .* changed or damaged/);
      assert.match(output, /same\.bin/);
      orrery.env.ORRERY_STORE = join(orrery.folder, 'third');
      assert.equal((await orrery.run('restore', place)).code, 1);
      assert.ok(!existsSync(join(orrery.folder, 'third', 'mlflow.db')));
      rmSync(large);
      assert.match((await orrery.run('backup', place, '--verify')).output, /No artifact at/);
    });

    it('keeps as many as it is told to', async () => {
      orrery.env.ORRERY_STORE = join(orrery.folder, 'earlier');
      const { output } = await orrery.run('backup', place, '--keep', '1');
      assert.match(output, /2 older backups deleted/);
      assert.equal((await orrery.run('backup', place, '--verify')).code, 0);
    });
  });

  describe('of PostgreSQL and S3, to S3', () => {
    let postgres: PostgresServer;
    let minio: MinioServer;
    const { run } = works(async () => {
      [postgres, minio] = await Promise.all([startPostgres(), startMinio()]);
      place = `${minio.bucket('backups')}/lab`;
      Object.assign(orrery.env, minio.env, {
        MLFLOW_BACKEND_STORE_URI: postgres.database(),
        ORRERY_STUDY_STORE_URI: postgres.database(),
        MLFLOW_ARTIFACTS_DESTINATION: minio.bucket('artifacts'),
      });
    });
    after(async () => {
      postgres.stop();
      await minio.stop();
    });

    it('puts it back into empty databases and another bucket', async () => {
      Object.assign(orrery.env, {
        MLFLOW_BACKEND_STORE_URI: postgres.database(),
        ORRERY_STUDY_STORE_URI: postgres.database(),
        MLFLOW_ARTIFACTS_DESTINATION: minio.bucket('restored'),
        ORRERY_STORE: join(orrery.folder, 'restored'),
      });
      const { code, output } = await orrery.run('restore', place);
      assert.equal(code, 0, output);
      await orrery.up();
      const artifacts = `${orrery.url}/api/2.0/mlflow-artifacts/artifacts/0/${run()}/artifacts`;
      assert.equal(await (await fetch(`${artifacts}/a.txt`)).text(), 'second, longer');
      const history = `/api/2.0/mlflow/metrics/get-history?run_id=${run()}&metric_key=m3&max_results=25000`;
      const { metrics } = (await (await fetch(`${orrery.url}${history}`)).json()) as { metrics: unknown[] };
      assert.ok(metrics.length >= 50);
      await logBatch(run(), 1_000_000);
    });
  });
});
