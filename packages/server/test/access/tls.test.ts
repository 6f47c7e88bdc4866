import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { serverConfig } from '@orrery/server';
import { serve } from '@orrery/server/serve';
import { optunaPython } from '../../../../scripts/optuna.ts';
import { oraclePython } from '../../../../scripts/oracle.ts';
import { removeFolder } from '../servers.ts';

const PYTHON_PACKAGE = fileURLToPath(new URL('../../../../python', import.meta.url));

const LOG = `
import mlflow
with mlflow.start_run() as run: mlflow.log_metric("m", 1.0)
print(mlflow.MlflowClient().get_run(run.info.run_id).data.metrics)
`;
const STUDY = `
import sys, optuna
optuna.logging.disable_default_handler()
from orrery.study_storage import StudyStorage
study = optuna.create_study(storage=StudyStorage(host="localhost", port=int(sys.argv[1]), tls=True))
study.optimize(lambda trial: trial.suggest_float("x", 0, 1), n_trials=2)
print(len(study.trials))
`;

describe('TLS by files', () => {
  it('is spoken at every door, by clients that know the certificate', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tls-'));
    const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')];
    const made =
      '-x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=localhost -addext subjectAltName=DNS:localhost';
    const files = ['-keyout', key, '-out', certificate];
    execFileSync('openssl', ['req', ...made.split(' '), ...files], { stdio: 'ignore' });
    const ports = { MLFLOW_PORT: '0', OPTUNA_PORT: '0', OPTUNA_GRPC_PORT: '0', ORRERY_PORT: '0' };
    const flags = { sslCertfile: certificate, sslKeyfile: key };
    const server = await serve(serverConfig(flags, { ...ports, ORRERY_STORE: folder }));
    const portOf = (name: string) => server.config.doors.find((door) => door.name === name)?.port as number;
    const ca = execFileSync('cat', [certificate]);
    for (const door of ['tracking', 'sweeps', 'workbench']) {
      const status = await new Promise((resolve, reject) => {
        const options = { host: 'localhost', port: portOf(door), path: '/health', ca };
        request(options, ({ statusCode }) => resolve(statusCode))
          .once('error', reject)
          .end();
      });
      assert.equal(status, 200);
      await assert.rejects(fetch(`http://localhost:${portOf(door)}/health`));
    }
    const run = promisify(execFile);
    const env = {
      ...process.env,
      MLFLOW_TRACKING_URI: `https://localhost:${portOf('tracking')}`,
      MLFLOW_TRACKING_SERVER_CERT_PATH: certificate,
      PYTHONPATH: PYTHON_PACKAGE,
    };
    const { stdout } = await run(oraclePython(), ['-W', 'ignore', '-c', LOG], { env });
    assert.match(stdout, /\{'m': 1.0\}/);
    const args = ['-W', 'ignore', '-c', STUDY, String(portOf('study storage'))];
    assert.equal((await run(optunaPython(), args, { env })).stdout.trim(), '2');
    await server.close();
    removeFolder(folder);
  });

  it('says which file is no good', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tls-'));
    writeFileSync(join(folder, 'x.pem'), 'no certificate');
    const flags = { sslCertfile: join(folder, 'x.pem'), sslKeyfile: join(folder, 'none.pem') };
    const ports = { MLFLOW_PORT: '0', OPTUNA_PORT: '0', OPTUNA_GRPC_PORT: '0', ORRERY_PORT: '0' };
    await assert.rejects(serve(serverConfig(flags, { ...ports, ORRERY_STORE: folder })), /none\.pem/);
    assert.throws(() => serverConfig({ sslCertfile: 'x' }, {}), /go together/);
    removeFolder(folder);
  });
});
