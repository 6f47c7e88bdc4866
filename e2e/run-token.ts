import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TrackingClient } from '@orrery/client';
import type { Orrery } from './orrery.ts';
import { metric, tag } from './runs.ts';

const ADMIN_PASSWORD = 'a password of admin';
const USER = { username: 'ada', password: 'a password of ada' };

/** Logs to its own run and to another, and keeps its token and what else it was given. */
const script = (other: string) => `
log() {
  wget -q -O - --header 'content-type: application/json' --header "authorization: Bearer $MLFLOW_TRACKING_TOKEN" \\
    --post-data "{\\"run_id\\": \\"$1\\", \\"key\\": \\"live\\", \\"value\\": 7, \\"timestamp\\": 1}" \\
    $MLFLOW_TRACKING_URI/api/2.0/mlflow/runs/log-metric 2>&1
}
log $MLFLOW_RUN_ID
log ${other}
printf %s "$MLFLOW_TRACKING_TOKEN" > $ORRERY_OUTPUT/token
env > $ORRERY_OUTPUT/environment
`;

/**
 * Runs one job at a server that asks who one is, and sees that its token lets it in as its own run alone, until it ends.
 *
 * @param orrery that is not up yet; its catalog has the dataset `tiny`
 * @param globals of the manifest
 */
export async function tryRunToken(
  orrery: Orrery,
  image: string,
  executor: string,
  globals: object,
): Promise<void> {
  Object.assign(orrery.env, { MLFLOW_APP_NAME: 'basic-auth', MLFLOW_AUTH_ADMIN_PASSWORD: ADMIN_PASSWORD });
  await orrery.up();
  await send(orrery.url, 'users/create', USER, { username: 'admin', password: ADMIN_PASSWORD });
  Object.assign(orrery.env, {
    MLFLOW_TRACKING_USERNAME: USER.username,
    MLFLOW_TRACKING_PASSWORD: USER.password,
  });
  const client = new TrackingClient(orrery.url, USER);
  const experimentId = await client.getOrCreateExperiment('guarded');
  const other = await send<{ run: { info: { run_id: string } } }>(orrery.url, 'runs/create', {
    experiment_id: experimentId,
    start_time: 1,
  });
  const model = join(orrery.folder, 'catalog', 'models', 'guarded');
  mkdirSync(model, { recursive: true });
  const command = JSON.stringify(['sh', '-c', script(other.run.info.run_id)]);
  writeFileSync(
    join(model, 'model.yaml'),
    `name: guarded\nruntime: { image: ${image}, command: ${command} }\n`,
  );
  const manifest = join(orrery.folder, 'guarded.yaml');
  const jobs = [{ dataset_slug: 'tiny', model_name: 'guarded', executor }];
  writeFileSync(manifest, JSON.stringify({ globals: { experiment_name: 'guarded', ...globals }, jobs }));
  const { code, output } = await orrery.run('run', manifest);
  assert.equal(code, 0, output);

  const { items: runs } = await client.searchRuns([experimentId]);
  const [own, others] = [true, false].map((isOwn) =>
    runs.find(({ info }) => (info.runId !== other.run.info.run_id) === isOwn),
  );
  assert.ok(own && others);
  const folder = tag(own, 'orrery.folder') as string;
  const log = readFileSync(join(folder, 'container.log'), 'utf8');
  assert.equal(metric(own, 'live'), 7, log);
  assert.equal(metric(others, 'live'), undefined);
  assert.match(log, /403/);
  const token = readFileSync(join(folder, 'token'), 'utf8');
  assert.match(token, /^orrery_/);
  const environment = readFileSync(join(folder, 'environment'), 'utf8');
  for (const secret of [USER.password, ADMIN_PASSWORD]) assert.ok(!environment.includes(secret));
  const late = await fetch(`${orrery.url}/api/2.0/mlflow/runs/get?run_id=${own.info.runId}`, {
    headers: { authorization: `Bearer ${token}` },
  });
  assert.equal(late.status, 401);
}

async function send<T>(url: string, path: string, body: object, { username, password } = USER): Promise<T> {
  const answer = await fetch(`${url}/api/2.0/mlflow/${path}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Basic ${btoa(`${username}:${password}`)}`,
    },
    body: JSON.stringify(body),
  });
  assert.ok(answer.ok, await answer.clone().text());
  return (await answer.json()) as T;
}
