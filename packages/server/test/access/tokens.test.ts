import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { TrackingClient } from '@orrery/client';
import { HEARTBEAT_TAG } from '@orrery/core';
import { optunaPython } from '../../../../scripts/optuna.ts';
import { oraclePython } from '../../../../scripts/oracle.ts';
import { removeFolder, startOrrery, type TestServer } from '../servers.ts';
import { ADMIN_PASSWORD, basic, guardedPlace } from './guarded.ts';

const PASSWORD = 'a password of ada';
const MLFLOW = '/api/2.0/mlflow';
const PYTHON_PACKAGE = fileURLToPath(new URL('../../../../python', import.meta.url));
const ORRERY = fileURLToPath(new URL('../../../../bin/orrery', import.meta.url));

/** What a job of a run does with MLflow's own client, and what it must not. */
const JOB = `
import json, os, sys, mlflow
from mlflow.exceptions import MlflowException
said = {}
def attempt(name, call):
    try: call(); said[name] = "done"
    except MlflowException as error: said[name] = error.error_code
own, other, experiment = os.environ["MLFLOW_RUN_ID"], sys.argv[1], sys.argv[2]
open("weights.txt", "w").write("1 2 3")
client = mlflow.MlflowClient()
with mlflow.start_run():
    mlflow.log_metric("loss", 0.5)
    mlflow.log_param("lr", 0.1)
    mlflow.log_artifact("weights.txt", "model")
    attempt("own", lambda: client.get_run(own))
    attempt("other", lambda: client.get_run(other))
    attempt("log to other", lambda: client.log_metric(other, "loss", 1.0))
    attempt("new run", lambda: client.create_run(experiment))
    attempt("delete", lambda: client.delete_run(own))
attempt("after its end", lambda: client.get_run(own))
json.dump(said, sys.stdout)
`;

const STUDIES = `
import json, sys, optuna, grpc
optuna.logging.disable_default_handler()
from optuna.storages import GrpcStorageProxy
from orrery.study_storage import StudyStorage
port = int(sys.argv[1])
said = []
def attempt(call):
    try: said.append(call())
    except grpc.RpcError as error: said.append(error.code().name)
attempt(lambda: GrpcStorageProxy(host="127.0.0.1", port=port).get_all_studies())
storage = StudyStorage(host="127.0.0.1", port=port)
if sys.argv[2] == "make":
    study = optuna.create_study(study_name="of ada", storage=storage)
    study.optimize(lambda trial: trial.suggest_float("x", 0, 1), n_trials=3)
    said.append(len(study.trials))
attempt(lambda: [study.study_name for study in storage.get_all_studies()])
attempt(lambda: len(optuna.load_study(study_name="of ada", storage=storage).trials))
attempt(lambda: optuna.load_study(study_name="of ada", storage=storage).ask().number)
if sys.argv[2] != "make": attempt(lambda: storage.delete_study(1))
json.dump(said, sys.stdout)
`;

describe('tokens', () => {
  let server: TestServer;
  const ada = basic('ada', PASSWORD);
  const run = promisify(execFile);

  const send = (method: string, path: string, headers: object, body?: object) =>
    fetch(server.url + path, {
      method,
      headers: { ...headers, 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    });
  const ask = async <T>(path: string, headers: object, body?: object): Promise<T> => {
    const answer = await send(body ? 'POST' : 'GET', path, headers, body);
    assert.ok(answer.ok, await answer.clone().text());
    return (await answer.json()) as T;
  };
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
  const newExperiment = async (name: string) =>
    (await ask<{ experiment_id: string }>(`${MLFLOW}/experiments/create`, ada, { name })).experiment_id;
  const newRun = async (experiment_id: string) => {
    const made = await ask<{ run: { info: { run_id: string } } }>(`${MLFLOW}/runs/create`, ada, {
      experiment_id,
      start_time: 1,
    });
    return made.run.info.run_id;
  };
  const statusOf = async (token: string, method: string, path: string, body?: object) =>
    (await send(method, path, bearer(token), body)).status;

  before(async () => {
    server = await startOrrery(guardedPlace('NO_PERMISSIONS'));
    const user = { username: 'ada', password: PASSWORD };
    await ask(`${MLFLOW}/users/create`, basic('admin', ADMIN_PASSWORD), user);
    await ask(`${MLFLOW}/users/create`, basic('admin', ADMIN_PASSWORD), { ...user, username: 'bob' });
  });
  after(async () => {
    await server.stop();
    removeFolder(server.folder);
  });

  it('reach the experiments that they are for, as far as they permit, until they are revoked', async () => {
    const [inside, outside] = [await newExperiment('inside'), await newExperiment('outside')];
    const { token, id } = await ask<{ token: string; id: string }>('/api/access/tokens', ada, {
      name: 'one',
      experiments: [inside],
      permission: 'EDIT',
    });
    const create = (experiment_id: string) =>
      statusOf(token, 'POST', `${MLFLOW}/runs/create`, { experiment_id, start_time: 1 });
    assert.equal(await create(inside), 200);
    assert.equal(await create(outside), 403);
    assert.equal(
      await statusOf(token, 'POST', `${MLFLOW}/experiments/delete`, { experiment_id: inside }),
      403,
    );
    assert.equal(await statusOf(token, 'POST', '/api/access/tokens', { name: 'more' }), 403);
    assert.equal(await statusOf(token, 'POST', '/api/sweeps/studies', {}), 403);
    const found = await ask<{ experiments: { experiment_id: string }[] }>(
      `${MLFLOW}/experiments/search`,
      bearer(token),
      { max_results: 100 },
    );
    assert.deepEqual(
      found.experiments.map(({ experiment_id }) => experiment_id),
      [inside],
    );
    const { tokens } = await ask<{ tokens: { id: string; last_used: number }[] }>('/api/access/tokens', ada);
    assert.ok((tokens.find((one) => one.id === id)?.last_used ?? 0) > 0);
    assert.equal((await send('DELETE', `/api/access/tokens/${id}`, basic('bob', PASSWORD))).status, 404);
    assert.equal((await send('DELETE', `/api/access/tokens/${id}`, ada)).status, 200);
    assert.equal(await create(inside), 401);
  });

  it('are made, listed and revoked from a shell, and keep nothing but hashes', async () => {
    const env = {
      ...process.env,
      MLFLOW_TRACKING_URI: server.url,
      MLFLOW_TRACKING_USERNAME: 'ada',
      MLFLOW_TRACKING_PASSWORD: PASSWORD,
    };
    const { stdout: token } = await run(ORRERY, ['token', 'create', 'for ci', '--days', '0'], { env });
    assert.equal(await statusOf(token.trim(), 'GET', `${MLFLOW}/users/current`), 200);
    const { stdout: list } = await run(ORRERY, ['token', 'list'], { env });
    const [, id = ''] = /^(\w+) +for ci +EDIT +all +never/m.exec(list) ?? [];
    assert.ok(!list.includes(token.trim()));
    await run(ORRERY, ['token', 'revoke', id], { env });
    assert.equal(await statusOf(token.trim(), 'GET', `${MLFLOW}/users/current`), 401);
  });

  it('of a run let its job in as that run alone, until it ends', async () => {
    const experiment = await newExperiment('of jobs');
    const [own, other] = [await newRun(experiment), await newRun(experiment)];
    const client = new TrackingClient(server.url, { username: 'ada', password: PASSWORD });
    const token = (await client.runToken(own)) as string;
    const { stdout } = await run(oraclePython(), ['-W', 'ignore', '-c', JOB, other, experiment], {
      cwd: server.folder,
      env: {
        ...process.env,
        MLFLOW_TRACKING_URI: server.url,
        MLFLOW_TRACKING_TOKEN: token,
        MLFLOW_RUN_ID: own,
        MLFLOW_EXPERIMENT_ID: experiment,
        MLFLOW_HTTP_REQUEST_MAX_RETRIES: '0',
      },
    });
    assert.deepEqual(JSON.parse(stdout.slice(stdout.indexOf('{"'))), {
      own: 'done',
      other: 'PERMISSION_DENIED',
      'log to other': 'PERMISSION_DENIED',
      'new run': 'PERMISSION_DENIED',
      delete: 'PERMISSION_DENIED',
      'after its end': 'UNAUTHENTICATED',
    });
    const { metrics, params } = await client.getRun(own);
    assert.deepEqual([metrics[0]?.value, params[0]?.value], [0.5, '0.1']);
    assert.deepEqual(
      (await client.listArtifacts(own, 'model')).map(({ path }) => path),
      ['model/weights.txt'],
    );
    assert.equal(await statusOf(token, 'GET', `${MLFLOW}/runs/get?run_id=${own}`), 401);
  });

  it('of a run last as long as its host gives signs of life', async () => {
    const id = await newRun(await newExperiment('of silence'));
    const client = new TrackingClient(server.url, { username: 'ada', password: PASSWORD });
    const token = (await client.runToken(id)) as string;
    const beat = (time: number) =>
      ask(`${MLFLOW}/runs/set-tag`, ada, { run_id: id, key: HEARTBEAT_TAG, value: String(time) });
    const get = () => statusOf(token, 'GET', `${MLFLOW}/runs/get?run_id=${id}`);
    await beat(Date.now());
    assert.equal(await get(), 200);
    await beat(Date.now() - 3_600_000);
    assert.equal(await get(), 401);
  });

  it('of a run are what a command gets in place of a password', async () => {
    process.env.MLFLOW_TRACKING_USERNAME = 'ada';
    process.env.MLFLOW_TRACKING_PASSWORD = PASSWORD;
    try {
      const { stdout } = await run(
        ORRERY,
        [
          'exec',
          '--experiment',
          'of commands',
          '--',
          'sh',
          '-c',
          'echo "[$MLFLOW_TRACKING_PASSWORD] $MLFLOW_TRACKING_TOKEN"',
        ],
        { env: { ...process.env, MLFLOW_TRACKING_URI: server.url, ORRERY_STORE: server.folder } },
      );
      assert.match(stdout, /^\[\] orrery_/m);
    } finally {
      delete process.env.MLFLOW_TRACKING_USERNAME;
      delete process.env.MLFLOW_TRACKING_PASSWORD;
    }
  });

  it('that are wrong cost nothing: what was recorded is kept, and sent with the right ones', async () => {
    const env = (password: string) => ({
      ...process.env,
      MLFLOW_TRACKING_URI: server.url,
      ORRERY_STORE: `${server.folder}/elsewhere`,
      MLFLOW_TRACKING_USERNAME: 'ada',
      MLFLOW_TRACKING_PASSWORD: password,
    });
    const command = ['exec', '--experiment', 'of patience', '--', 'true'];
    await run(ORRERY, command, { env: env('not the password') });
    await run(ORRERY, ['sync'], { env: env(PASSWORD) });
    const { experiment } = await ask<{ experiment: { experiment_id: string } }>(
      `${MLFLOW}/experiments/get-by-name?experiment_name=of%20patience`,
      ada,
    );
    const found = await ask<{ runs: { info: { status: string } }[] }>(`${MLFLOW}/runs/search`, ada, {
      experiment_ids: [experiment.experiment_id],
    });
    assert.deepEqual(
      found.runs.map(({ info }) => info.status),
      ['FINISHED'],
    );
  });

  it("open Optuna's storage, where its own client cannot say who calls", async () => {
    const env = (token: string) => ({
      ...process.env,
      PYTHONPATH: PYTHON_PACKAGE,
      MLFLOW_TRACKING_TOKEN: token,
    });
    const tokenOf = async (name: string) =>
      (await ask<{ token: string }>('/api/access/tokens', basic(name, PASSWORD), { name: 'studies' })).token;
    const calls = async (name: string, does: string) => {
      const args = ['-W', 'ignore', '-c', STUDIES, String(server.storagePort), does];
      return JSON.parse((await run(optunaPython(), args, { env: env(await tokenOf(name)) })).stdout);
    };
    assert.deepEqual(await calls('ada', 'make'), ['UNAUTHENTICATED', 3, ['of ada'], 3, 3]);
    const denied = 'PERMISSION_DENIED';
    assert.deepEqual(await calls('bob', 'look'), ['UNAUTHENTICATED', [], denied, denied, denied]);
    assert.deepEqual(await calls('ada', 'delete'), ['UNAUTHENTICATED', ['of ada'], 4, 4, null]);
    const { events } = await ask<{ events: { username: string; action: string; outcome: string }[] }>(
      '/api/access/audit?limit=100',
      basic('admin', ADMIN_PASSWORD),
    );
    const deletions = events.filter(({ action }) => action === 'grpc DeleteStudy');
    assert.deepEqual(
      deletions.map(({ username, outcome }) => [username, outcome]),
      [
        ['ada', 'done'],
        ['bob', 'refused'],
      ],
    );
  });
});
