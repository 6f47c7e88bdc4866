import assert from 'node:assert/strict';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it } from 'node:test';
import { serverConfig } from '@orrery/server';
import { serve } from '@orrery/server/serve';
import { removeFolder } from './servers.ts';

it('answers below the static prefix', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'orrery-'));
  const env = {
    MLFLOW_PORT: '0',
    OPTUNA_PORT: '0',
    OPTUNA_GRPC_PORT: '0',
    ORRERY_PORT: '0',
    ORRERY_STORE: folder,
  };
  const server = await serve(serverConfig({ staticPrefix: '/team/ml' }, env));
  const status = async (path: string) =>
    (await fetch(`http://127.0.0.1:${server.config.doors[0]?.port}${path}`)).status;
  assert.equal(await status('/team/ml/health'), 200);
  assert.equal(await status('/team/ml/api/2.0/mlflow/experiments/get?experiment_id=0'), 200);
  assert.equal(await status('/team/ml/ajax-api/2.0/mlflow/experiments/get?experiment_id=404'), 404);
  assert.equal(await status('/team/ml'), 200);
  await server.close();
  removeFolder(folder);
  for (const staticPrefix of ['team', '/team/'])
    assert.throws(() => serverConfig({ staticPrefix }, env), /must begin with \/ and not end with one/);
});
