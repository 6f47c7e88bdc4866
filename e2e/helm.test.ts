import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type MinioServer, startMinio } from '../scripts/minio.ts';
import { type PostgresServer, startPostgresAt } from '../scripts/postgres.ts';
import { TestCluster, whyNoCluster } from './kubernetes/cluster.ts';
import { RootFolder } from './root-folder.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const CHART = join(ROOT, 'deploy', 'helm', 'orrery');
const NODE = join(ROOT, 'node_modules', 'node', 'bin', 'node');
const NODE_THERE = '/usr/local/bin/node';
const IMAGE = 'localhost/orrery:test';
const BOX = 'localhost/orrery-box:1';
const MAIN = '/opt/orrery/packages/cli/dist/main.cjs';
/** What the image sets for itself; see deploy/Dockerfile. */
const ENVIRONMENT = {
  ORRERY_STORE: '/data',
  MLFLOW_HOST: '0.0.0.0',
  MLFLOW_PORT: 5000,
  OPTUNA_PORT: 8080,
  ORRERY_PORT: 8501,
  OPTUNA_GRPC_PORT: 8081,
};
const STEPS = 300;
const skip = whyNoCluster() ?? false;

describe('the Helm chart, on a real cluster', { skip, timeout: 900_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'orrery-helm-'));
  const env = Object.entries(ENVIRONMENT).map(([name, value]) => `env.${name}=${value}`);
  const values = [
    '--set',
    ['image.repository=localhost/orrery,image.tag=test,drainSeconds=3', ...env].join(','),
  ];
  const waiting = ['--wait', '--timeout', '120s'];
  let cluster: TestCluster;
  let postgres: PostgresServer;
  let minio: MinioServer;
  let helm: string;
  const chart = (...args: string[]) => {
    const { status, stdout, stderr } = spawnSync(helm, args, {
      encoding: 'utf8',
      env: {
        ...process.env,
        KUBECONFIG: cluster.kubeconfig,
        HELM_CACHE_HOME: folder,
        HELM_CONFIG_HOME: folder,
      },
    });
    if (status === 0) return stdout;
    const pods = ['-l', 'app.kubernetes.io/name=orrery'];
    throw new Error(
      `${stderr}\n${cluster.kubectl('describe', 'pods', ...pods)}\n${cluster.kubectl('logs', ...pods)}`,
    );
  };

  /** Starts a Job that knows the Service by its name, as cluster DNS would tell it. */
  const startJob = (name: string, script: string) => {
    const ip = cluster.kubectl('get', 'service', 'mlflow-service', '-o', 'jsonpath={.spec.clusterIP}');
    const container = { name, image: BOX, imagePullPolicy: 'Never', command: ['sh', '-c', script] };
    cluster.apply({
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: { name },
      spec: {
        backoffLimit: 0,
        template: {
          spec: {
            restartPolicy: 'Never',
            hostAliases: [{ ip, hostnames: ['mlflow-service'] }],
            containers: [container],
          },
        },
      },
    });
  };
  /** What a Job printed, once it has ended well. */
  const said = (name: string) => {
    try {
      cluster.kubectl('wait', '--for=condition=complete', `job/${name}`, '--timeout=120s');
    } catch (error) {
      throw new Error(`job ${name}: ${cluster.kubectl('logs', `job/${name}`)}`, { cause: error });
    }
    return cluster.kubectl('logs', `job/${name}`);
  };
  const runJob = (name: string, script: string) => {
    startJob(name, script);
    return said(name);
  };
  const get = (path: string) => `curl -sf 'http://mlflow-service:5000${path}'\n`;

  before(async () => {
    helm = execFileSync(join(ROOT, 'scripts', 'helm'), { encoding: 'utf8' }).trim();
    const bundle = join(folder, 'bundle');
    execFileSync('npm', ['run', '--silent', 'bundle', '--', '--dir', bundle], {
      cwd: join(ROOT, 'packages', 'cli'),
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    cluster = TestCluster.start();
    loadImages(cluster, bundle);
    [postgres, minio] = await Promise.all([
      startPostgresAt(cluster.hostAddress, 'fsync=off'),
      startMinio(cluster.hostAddress),
    ]);
  });
  after(async () => {
    cluster?.stop();
    postgres?.stop();
    await minio?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('is well-formed, and gives the plain manifests', () => {
    chart('lint', '--strict', '--kube-version', '1.34', CHART);
    const plain = chart('template', 'orrery', CHART, '--kube-version', '1.34');
    assert.equal(readFileSync(join(ROOT, 'deploy', 'kubernetes', 'orrery.yaml'), 'utf8'), plain);
  });

  it('refuses replicas that would each have data of their own', () => {
    const args = ['template', 'x', CHART, '--kube-version', '1.34', '--set', 'replicas=2'];
    const { stderr } = spawnSync(helm, args, { encoding: 'utf8' });
    assert.match(stderr, /More than one replica needs .*PostgreSQL.*S3/);
  });

  it('is installed with SQLite on a volume, and a Job logs through mlflow-service:5000', () => {
    const volume = join(folder, 'volume');
    mkdirSync(volume);
    chmodSync(volume, 0o777);
    cluster.apply(volumeAt(volume));
    chart('install', 'orrery', CHART, ...values, '--set', 'persistence.size=1Gi', ...waiting);
    const output = runJob('logs', logsSteps(3));
    const run = /run ([0-9a-f]{32})/.exec(output)?.[1];
    assert.match(runJob('reads', get(`/api/2.0/mlflow/runs/get?run_id=${run}`)), /"from a job"/);
  });

  it('may make Jobs, and nothing else', () => {
    const may = (verb: string, what: string) => {
      const args = ['auth', 'can-i', verb, what, '--as', 'system:serviceaccount:default:orrery', '-q'];
      try {
        cluster.kubectl(...args);
        return true;
      } catch {
        return false;
      }
    };
    assert.ok(may('create', 'jobs.batch') && may('get', 'pods/log'));
    assert.ok(!may('list', 'secrets') && !may('create', 'pods') && !may('delete', 'deployments.apps'));
  });

  it('keeps its volume, and so its runs, when it is uninstalled', () => {
    chart('uninstall', 'orrery', '--wait');
    const claimed = ['--set', 'persistence.existingClaim=orrery-store'];
    chart('install', 'orrery', CHART, ...values, ...claimed, ...waiting);
    const search = `curl -sf -H 'content-type: application/json' -d '{"experiment_ids": ["0"]}' http://mlflow-service:5000/api/2.0/mlflow/runs/search`;
    assert.match(runJob('again', search), /"from a job"/);
    chart('uninstall', 'orrery', '--wait');
  });

  it('serves from several pods: an upgrade and a killed pod lose no write', async () => {
    const settings = [
      'replicas=2,persistence.enabled=false',
      `database.tracking=${postgres.database()},database.studies=${postgres.database()}`,
      `artifacts.destination=${minio.bucket('lab')},artifacts.s3.endpointUrl=${minio.endpoint}`,
      `artifacts.s3.accessKeyId=${minio.accessKey},artifacts.s3.secretAccessKey=${minio.secretKey}`,
      'artifacts.s3.region=us-east-1',
    ].flatMap((setting) => ['--set', setting]);
    chart('install', 'orrery', CHART, ...values, ...settings, ...waiting);
    startJob('writer', logsSteps(STEPS));
    await sleep(2000);
    chart(
      'upgrade',
      'orrery',
      CHART,
      ...values,
      ...settings,
      '--set',
      'podAnnotations.version=two',
      ...waiting,
    );
    const listed = [
      'get',
      'pods',
      '-l',
      'app.kubernetes.io/name=orrery',
      '-o',
      'jsonpath={.items[*].metadata.name}',
    ];
    const [pod] = cluster.kubectl(...listed).split(' ');
    cluster.kubectl('delete', 'pod', pod as string, '--grace-period=0', '--force');
    const output = said('writer');
    assert.match(output, new RegExp(`acknowledged ${STEPS}$`));
    const run = /run ([0-9a-f]{32})/.exec(output)?.[1];
    const history = get(`/api/2.0/mlflow/metrics/get-history?run_id=${run}&metric_key=m&max_results=25000`);
    const { metrics } = JSON.parse(runJob('history', history)) as { metrics: { step: number }[] };
    assert.deepEqual(new Set(metrics.map(({ step }) => Number(step))), new Set(Array(STEPS).keys()));
  });
});

/** A script that makes a run and logs to it step by step, trying each until it is acknowledged, as MLflow's clients do. */
function logsSteps(steps: number): string {
  return `
post() { until curl -sf -m 5 -H 'content-type: application/json' -d "$2" http://mlflow-service:5000/api/2.0/mlflow/runs/$1; do sleep 0.2; done; }
run=$(post create '{"experiment_id": "0", "run_name": "from a job"}' | sed -n 's/.*"run_id": *"\\([0-9a-f]*\\)".*/\\1/p' | head -1)
echo "run $run"
step=0
while [ $step -lt ${steps} ]; do
  post log-metric "{\\"run_id\\": \\"$run\\", \\"key\\": \\"m\\", \\"value\\": $step, \\"timestamp\\": 1, \\"step\\": $step}" >/dev/null
  step=$((step + 1))
done
echo "acknowledged $step"`;
}

/** Puts the program into the cluster, and a shell with curl for the Jobs. */
function loadImages(cluster: TestCluster, bundle: string): void {
  const box = new RootFolder();
  box.addProgram('/usr/bin/curl');
  cluster.loadImage(BOX, box.path);
  box.remove();
  const root = new RootFolder();
  root.addProgram(NODE, NODE_THERE);
  root.addFolder(bundle, 'opt/orrery/packages/cli/dist');
  root.addFolder(join(ROOT, 'packages/web/dist'), 'opt/orrery/packages/web/dist');
  mkdirSync(join(root.path, 'data'));
  cluster.loadImage(IMAGE, root.path, NODE_THERE, MAIN, 'server');
  root.remove();
}

function volumeAt(path: string): object {
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: { name: 'orrery' },
    spec: {
      capacity: { storage: '1Gi' },
      accessModes: ['ReadWriteOnce'],
      hostPath: { path },
      claimRef: { namespace: 'default', name: 'orrery-store' },
    },
  };
}
