import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { freePort } from '../scripts/free-port.ts';
import { optunaPython } from '../scripts/optuna.ts';
import { oraclePython } from '../scripts/oracle.ts';
import { until as untilIn } from '../scripts/until.ts';
import { BOX, makeBox } from './box.ts';
import { MINIO_IMAGE, makeMinioImage, makePostgresImage, POSTGRES_IMAGE } from './service-images.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const script = (name: string) => join(ROOT, 'scripts', name);
const engine = spawnSync(script('docker'), { encoding: 'utf8' });
const skip = engine.status === 0 ? false : `no Docker engine here: ${engine.stderr.trim()}`;
const docker = (...args: string[]) => execFileSync('docker', args, { encoding: 'utf8' }).trim();

const IMAGE = 'orrery-test-image:1';
const MOST_BYTES = 250e6;

/** Logs a run with an artifact, asks for both again, and prints the run. */
const MLFLOW = `
import mlflow, sys, tempfile, pathlib
mlflow.set_tracking_uri(sys.argv[1])
with mlflow.start_run(run_name="from outside") as run:
    mlflow.log_metric("loss", 0.25)
    file = pathlib.Path(tempfile.mkdtemp()) / "a.txt"
    file.write_text("kept")
    mlflow.log_artifact(str(file))
assert mlflow.artifacts.load_text(run.info.artifact_uri + "/a.txt") == "kept"
assert mlflow.get_run(run.info.run_id).data.metrics == {"loss": 0.25}
print(run.info.run_id)
`;
const OPTUNA = `
import optuna, sys
storage = optuna.storages.GrpcStorageProxy(port=int(sys.argv[1]))
study = optuna.create_study(storage=storage, study_name="composed")
study.optimize(lambda trial: trial.suggest_float("x", 0, 1), n_trials=3)
print(len(study.trials))
`;

const until = (holds: () => Promise<boolean>) =>
  untilIn(() => holds().catch(() => false), { times: 600, everyMs: 200 });

describe('the image and compose.yaml', { skip, timeout: 900_000 }, () => {
  const project = `orrery-test-${process.pid}`;
  const folder = mkdtempSync(join(tmpdir(), 'orrery-compose-'));
  const store = join(folder, 'store');
  let ports: number[];
  let env: NodeJS.ProcessEnv;
  const compose = (...args: string[]) =>
    execFileSync(script('compose'), ['--project-name', project, ...args], {
      cwd: ROOT,
      env,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  const [tracking, sweeps, storage, workbench] = [0, 1, 2, 3].map(
    (index) => () => ports[index] as number,
  ) as [() => number, () => number, () => number, () => number];
  const up = async (...profiles: string[]) => {
    compose(...profiles.flatMap((name) => ['--profile', name]), 'up', '--detach', '--no-build');
    for (const port of [tracking(), sweeps(), ...(profiles.includes('gui') ? [workbench()] : [])])
      await until(() => fetch(`http://localhost:${port}/health`).then(({ ok }) => ok));
  };
  const runClient = (python: string, program: string, argument: string) =>
    execFileSync(python, ['-W', 'ignore', '-c', program, argument], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, MLFLOW_DISABLE_TELEMETRY: 'true' },
    })
      .trim()
      .split('\n')
      .at(-1) as string;

  before(async () => {
    const bases = execFileSync(script('images'), { encoding: 'utf8' }).trim().split(' ');
    docker('build', '--network', 'host', ...bases, '-f', 'deploy/Dockerfile', '-t', IMAGE, ROOT);
    ports = [await freePort(), await freePort(), await freePort(), await freePort()];
    env = {
      ...process.env,
      ORRERY_IMAGE: IMAGE,
      ORRERY_STORE: store,
      MLFLOW_PORT: String(ports[0]),
      OPTUNA_PORT: String(ports[1]),
      OPTUNA_GRPC_PORT: String(ports[2]),
      ORRERY_PORT: String(ports[3]),
    };
  });
  after(() => {
    compose('--profile', 'gui', '--profile', 'postgres', '--profile', 's3', 'down', '--volumes');
    rmSync(folder, { recursive: true, force: true });
  });

  it('makes a small image without root or shell, which says what is in it', () => {
    const [image] = JSON.parse(docker('image', 'inspect', IMAGE));
    assert.ok(image.Size < MOST_BYTES, `${image.Size} bytes`);
    assert.equal(image.Config.User, '65532:65532');
    assert.ok(image.Config.Healthcheck);
    assert.equal(spawnSync('docker', ['run', '--rm', '--entrypoint', 'sh', IMAGE, '-c', 'true']).status, 127);
    const read = `process.stdout.write(fs.readFileSync('/opt/orrery/sbom.spdx.json'))`;
    const sbom = JSON.parse(docker('run', '--rm', '--entrypoint', 'node', IMAGE, '-e', read));
    const names = new Set(sbom.packages.map(({ name }: { name: string }) => name));
    for (const name of ['fastify', 'pg', 'dockerode', '@orrery/server']) assert.ok(names.has(name), name);
  });

  it('serves MLflow and Optuna clients from three services that share a store', async () => {
    await up('gui');
    const run = runClient(oraclePython(), MLFLOW, `http://localhost:${tracking()}`);
    assert.match(run, /^[0-9a-f]{32}$/);
    assert.equal(readFileSync(join(store, 'artifacts', '0', run, 'artifacts', 'a.txt'), 'utf8'), 'kept');
    assert.equal(statSync(join(store, 'mlflow.db')).uid, process.getuid?.());
    assert.equal(runClient(optunaPython(), OPTUNA, String(storage())), '3');
    const studies = await (await fetch(`http://localhost:${sweeps()}/api/sweeps/studies`)).json();
    assert.match(JSON.stringify(studies), /"composed"/);
    const seen = await fetch(`http://localhost:${workbench()}/api/2.0/mlflow/runs/get?run_id=${run}`);
    assert.equal(seen.status, 200);
  });

  it('becomes healthy, with a root file system that is only read', async () => {
    for (const service of ['mlflow', 'optuna', 'workbench']) {
      const id = compose('--profile', 'gui', 'ps', '--quiet', service).trim();
      await until(async () => docker('inspect', '--format', '{{.State.Health.Status}}', id) === 'healthy');
      assert.equal(docker('inspect', '--format', '{{.HostConfig.ReadonlyRootfs}}', id), 'true');
    }
  });

  it('runs a job of the workbench in a container beside it, which logs to http://mlflow:5000', async () => {
    makeBox();
    put(store, 'catalog/datasets/tiny/dataset.yaml', 'name: Tiny\n');
    put(store, 'catalog/datasets/tiny/data.txt', 'the data\n');
    put(
      store,
      'catalog/models/boxed/model.yaml',
      `name: boxed
version: 1
runtime:
  image: ${BOX}
  command: |
    cat /input/data.txt; echo "to $MLFLOW_TRACKING_URI"
    wget -q -O - --header 'content-type: application/json' --post-data "{\\"run_id\\": \\"$MLFLOW_RUN_ID\\", \\"key\\": \\"live\\", \\"value\\": 7, \\"timestamp\\": 1}" $MLFLOW_TRACKING_URI/api/2.0/mlflow/runs/log-metric
    echo '{"model_metrics": {"score": 0.75}}' > /output/metrics.json
`,
    );
    const manifest = `globals: { experiment_name: boxes }
jobs:
  - { dataset_slug: tiny, model_name: boxed, executor: docker }
`;
    const started = await fetch(`http://localhost:${workbench()}/api/workbench/orchestrations`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ manifest }),
    });
    assert.equal(started.status, 201, await started.clone().text());
    const { id } = (await started.json()) as { id: string };
    let job: { status: string; run_id: string } | undefined;
    await until(async () => {
      const state = await (
        await fetch(`http://localhost:${workbench()}/api/workbench/orchestrations/${id}`)
      ).json();
      job = (state as { jobs: { status: string; run_id: string }[] }).jobs[0];
      return ['FINISHED', 'FAILED', 'KILLED'].includes(job?.status ?? '');
    });
    assert.equal(job?.status, 'FINISHED', compose('--profile', 'gui', 'logs', 'workbench'));
    const answer = await fetch(
      `http://localhost:${tracking()}/api/2.0/mlflow/runs/get?run_id=${job?.run_id}`,
    );
    const text = await answer.text();
    assert.match(text, /"live"/);
    assert.match(text, /"score"/);
  });

  it('keeps everything when all containers are replaced', async () => {
    compose('--profile', 'gui', 'down');
    await up('gui');
    const search = await fetch(`http://localhost:${tracking()}/api/2.0/mlflow/runs/search`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ experiment_ids: ['0'] }),
    });
    assert.match(await search.text(), /from outside/);
  });

  it('keeps databases in PostgreSQL and artifacts in MinIO, with their profiles', async () => {
    compose('--profile', 'gui', 'down');
    const program = (name: string) => execFileSync(script(name), { encoding: 'utf8' }).trim();
    makePostgresImage(process.env.ORRERY_POSTGRES ?? program('postgres'));
    makeMinioImage(process.env.ORRERY_MINIO ?? program('minio'));
    const asWritten = { ...settingsOf('docs/compose.md'), ORRERY_STORE: join(folder, 'empty') };
    Object.assign(env, asWritten, { POSTGRES_IMAGE, MINIO_IMAGE });
    const profiles = (env.COMPOSE_PROFILES as string).split(',');
    await up(...profiles);
    const run = runClient(oraclePython(), MLFLOW, `http://localhost:${tracking()}`);
    assert.equal(runClient(optunaPython(), OPTUNA, String(storage())), '3');
    assert.equal(existsSync(join(folder, 'empty', 'mlflow.db')), false);
    assert.equal(existsSync(join(folder, 'empty', 'artifacts', '0')), false);
    compose(...profiles.flatMap((name) => ['--profile', name]), 'down');
    await up(...profiles);
    const artifact = `http://localhost:${tracking()}/api/2.0/mlflow-artifacts/artifacts/0/${run}/artifacts/a.txt`;
    assert.equal(await (await fetch(artifact)).text(), 'kept');
    const studies = await (await fetch(`http://localhost:${sweeps()}/api/sweeps/studies`)).json();
    assert.match(JSON.stringify(studies), /"composed"/);
  });
});

/** The lines NAME=value of a document, indented as an example. */
function settingsOf(document: string): Record<string, string> {
  const lines = readFileSync(join(ROOT, document), 'utf8').matchAll(/^ {4}([A-Z0-9_]+)=(\S*)$/gm);
  return Object.fromEntries([...lines].map(([, name, value]) => [name as string, value as string]));
}

function put(folder: string, path: string, text: string): void {
  mkdirSync(join(folder, path, '..'), { recursive: true });
  writeFileSync(join(folder, path), text);
}
