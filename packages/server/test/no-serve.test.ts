import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type Answer, replay } from './differential/replay.ts';
import { Corpus } from './differential/steps.ts';
import { removeFolder, startMlflow, startOrrery, type TestServer } from './servers.ts';

const FILES = '/api/2.0/mlflow-artifacts';
const corpus = new Corpus();
for (const [method, path] of [
  ['GET', '/artifacts?path=x'],
  ['GET', '/artifacts/0/x'],
  ['PUT', '/artifacts/0/x'],
  ['DELETE', '/artifacts/0/x'],
  ['POST', '/mpu/create/0/x'],
  ['POST', '/mpu/complete/0/x'],
  ['POST', '/mpu/abort/0/x'],
  ['GET', '/presigned/0/x'],
] as const)
  for (const door of [FILES, FILES.replace('/api', '/ajax-api')])
    corpus.request({ method, path: door + path, ...(method === 'POST' ? { body: {} } : {}) });
corpus.get('/api/3.0/mlflow/server-info', {}, { ignore: ['features_enabled'] });
corpus.post(
  'experiments/create',
  { name: 'proxied', artifact_location: 'mlflow-artifacts:/x' },
  {
    save: { proxied: 'experiment_id' },
  },
);
corpus.post(
  'runs/create',
  { experiment_id: '$proxied', start_time: 1, run_name: 'away' },
  {
    save: { away: 'run.info.run_id' },
  },
);
const away = { differs: { why: 'MLflow tries to be its own client, and fails', status: 400 } };
corpus.get('artifacts/list', { run_id: '$away' }, away);
corpus.get('/get-artifact', { run_id: '$away', path: 'x' }, away);

describe('a server that serves no artifacts answers as mlflow server --no-serve-artifacts does', () => {
  const servers: TestServer[] = [];
  let theirs: Answer[];
  let ours: Answer[];
  before(async () => {
    const place = { serveArtifacts: false };
    servers.push(...(await Promise.all([startMlflow(place), startOrrery(place)])));
    [theirs, ours] = (await Promise.all(servers.map(({ url }) => replay(url, corpus.steps)))) as [
      Answer[],
      Answer[],
    ];
  });
  after(async () => {
    for (const server of servers) {
      await server.stop();
      removeFolder(server.folder);
    }
  });
  corpus.steps.forEach((step, index) => {
    it(`${index}: ${step.name}`, () => {
      if (step.differs) assert.equal(ours[index]?.status, step.differs.status);
      else assert.deepEqual(ours[index], theirs[index]);
    });
  });
});
