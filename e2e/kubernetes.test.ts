import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { TrackingClient } from '@orrery/client';
import type { Run } from '@orrery/core';
import { type MinioServer, startMinio } from '../scripts/minio.ts';
import { oraclePython } from '../scripts/oracle.ts';
import { TestCluster, whyNoCluster } from './kubernetes/cluster.ts';
import { finished, Orrery } from './orrery.ts';
import { RootFolder } from './root-folder.ts';
import { tryRunToken } from './run-token.ts';
import { metric, tag } from './runs.ts';

const skip = whyNoCluster() ?? false;
const BOX = 'localhost/orrery-box:1';
const PYTHON = 'localhost/orrery-python:1';
const CARRIER = 'localhost/orrery-carrier:1';

const inBox = (script: string) =>
  `\nruntime:\n  image: ${BOX}\n  command: ${JSON.stringify(['sh', '-c', script])}\n`;

/** Models in pods; each of them says what it tries. */
const MODELS: Record<string, string> = {
  boxed: inBox(`
    echo "seed $ORRERY_SEED in $ORRERY_OUTPUT"
    touch /input/new 2>/dev/null && echo writable
    cat /input/data.txt
    cat /output/job_spec.json > /output/seen.json
    wget -q -O - --header 'content-type: application/json' --post-data "{\\"run_id\\": \\"$MLFLOW_RUN_ID\\", \\"key\\": \\"live\\", \\"value\\": 7, \\"timestamp\\": 1}" $MLFLOW_TRACKING_URI/api/2.0/mlflow/runs/log-metric
    echo '{"step": 0, "timestamp": 1000, "metrics": {"score": 0.5}}' > /output/metrics.jsonl
    for i in $(seq 2000); do echo "line $i of many"; done
    sleep 3
    echo '{"model_metrics": {"score": 0.75, "final": {"auc": 0.9}}}' > /output/metrics.json
    echo to stderr >&2
    printf 'no newline at the end'`),
  busy: inBox('end=$(($(date +%s) + 25)); while [ $(date +%s) -lt $end ]; do :; done'),
  hungry: `\nruntime:\n  image: ${BOX}\n  command: [tail, /dev/zero]\n`,
  wrong: inBox('exit 3'),
  missing: '\nruntime:\n  image: localhost:1/orrery-test-missing:1\n',
  nothing: `\nruntime:\n  image: ${BOX}\n  command: [no-such-program]\n`,
  slow: inBox('trap "echo asked to end; exit 0" TERM; echo begun; while :; do sleep 0.1; done'),
  greedy: inBox('dd if=/dev/zero of=/tmp/big bs=1M count=64; sleep 300'),
  alone: `${inBox('true').trimEnd()}\n  network: none\n`,
  searched: `\nruntime:\n  image: ${PYTHON}\n  command: [python3, /model/search.py]\n`,
  trained: `\nruntime:\n  image: ${PYTHON}\n  command: [python3, /model/train.py]\n`,
};

const TRAIN = `
import time
from orrery import EpochLogger, input_dir, load_job_spec, output_dir, write_metrics
spec = load_job_spec()
print("training", spec.model_name, "on", (input_dir() / "data.txt").read_text().strip(), flush=True)
with EpochLogger() as log:
    for epoch in range(400):
        loss = 1 / (epoch + 1)
        log.log(epoch, val_loss=loss)
        if log.should_stop:
            print("stopped:", log.stop_reason, flush=True)
            break
        if epoch >= 2 and spec.run_settings.get("timeout") is None:
            break
        time.sleep(0.2)
(output_dir() / "weights").mkdir()
(output_dir() / "weights" / "model.txt").write_text("epoch %d" % epoch)
write_metrics({"val_loss": loss, "epochs": epoch + 1})
`;

/** Logs a loss that stays as bad as it is, and leaves word where it was asked to stop. */
const SEARCH = `
import time
from orrery import EpochLogger, load_job_spec, output_dir
with EpochLogger() as log:
    for epoch in range(10):
        log.log(epoch, val_loss=load_job_spec().hyperparameters["n"])
        time.sleep(0.5)
        if log.should_stop:
            (output_dir() / "stopped").write_text(log.stop_reason)
            break
`;

describe('jobs on Kubernetes', { skip }, () => {
  let cluster: TestCluster;
  let orrery: Orrery;
  let client: TrackingClient;
  let minio: MinioServer;
  before(async () => {
    cluster = TestCluster.start();
    loadImages(cluster);
    minio = await startMinio(cluster.hostAddress);
    orrery = await Orrery.make();
    Object.assign(orrery.env, {
      KUBECONFIG: cluster.kubeconfig,
      ORRERY_BRIDGES: cluster.bridge,
      ...minio.env,
    });
    client = new TrackingClient(orrery.url);
    const catalog = join(orrery.folder, 'catalog');
    mkdirSync(join(catalog, 'datasets', 'tiny'), { recursive: true });
    writeFileSync(join(catalog, 'datasets', 'tiny', 'dataset.yaml'), 'name: Tiny\n');
    writeFileSync(join(catalog, 'datasets', 'tiny', 'data.txt'), 'the data\n');
    for (const [name, text] of Object.entries(MODELS)) {
      mkdirSync(join(catalog, 'models', name), { recursive: true });
      writeFileSync(join(catalog, 'models', name, 'model.yaml'), `name: ${name}\nversion: 1${text}`);
    }
    await orrery.up();
  });
  after(async () => {
    await orrery?.remove();
    await minio?.stop();
    cluster?.stop();
  });

  /** Jobs of these models, with the folder of this test on the node. */
  const manifest = (experiment: string, jobs: string[], settings: Record<string, unknown> = {}) => {
    const file = join(orrery.folder, `${experiment}.yaml`);
    const list = jobs.map((job) => `  - { dataset_slug: tiny, executor: kubernetes, model_name: ${job} }`);
    const kubernetes = { files: { host_path: orrery.folder }, ...settings };
    writeFileSync(
      file,
      `globals: ${JSON.stringify({ experiment_name: experiment, kubernetes })}\njobs:\n${list.join('\n')}\n`,
    );
    return file;
  };
  const runsOf = async (experiment: string): Promise<Run[]> =>
    (await client.searchRuns([await client.getOrCreateExperiment(experiment)])).items;
  const runOf = async (experiment: string): Promise<Run> => {
    const [run, another] = await runsOf(experiment);
    assert.ok(run && !another);
    return run;
  };
  const fileOf = (run: Run, name: string) => join(tag(run, 'orrery.folder') as string, name);
  const logOf = (run: Run) => readFileSync(fileOf(run, 'container.log'), 'utf8');
  const until = async <T>(
    what: string,
    look: () => Promise<T | undefined | false> | T | undefined | false,
  ) => {
    for (let tries = 0; ; tries++) {
      const found = await look();
      if (found) return found;
      assert.ok(tries < 300, `no ${what}`);
      await sleep(100);
    }
  };
  const untilPrinted = (experiment: string, text: string) =>
    until(`'${text}' in the log`, async () => {
      const [run] = await runsOf(experiment);
      return run && existsSync(fileOf(run, 'container.log')) && logOf(run).includes(text) ? run : undefined;
    });
  const jobs = () => cluster.kubectl('get', 'jobs', '-o', 'name');

  it('are trials of a sweep, and are asked to stop where they are pruned', async () => {
    const schema = { properties: { n: { type: 'integer', minimum: 1, maximum: 3, 'x-sweepable': true } } };
    const model = join(orrery.folder, 'catalog', 'models', 'searched');
    writeFileSync(join(model, 'hyperparameters.schema.json'), JSON.stringify(schema));
    const sweep =
      'mode: sweep, sweep: { sampler: bruteforce, parallel: 1, pruner: { name: median, n_startup_trials: 1 } }';
    const { code, output } = await orrery.run('run', manifest('searched', [`searched, ${sweep}`]));
    assert.equal(code, 0, output);
    const trials = (await runsOf('searched')).filter((run) => tag(run, 'orrery.kind') === 'trial');
    assert.equal(trials.length, 3);
    const pruned = trials.filter(({ info }) => info.status === 'KILLED');
    assert.ok(pruned.length > 0, output);
    for (const run of pruned) {
      const reason = tag(run, 'orrery.reason');
      assert.match(reason ?? '', /^pruned at step \d by the median pruner$/);
      assert.equal(readFileSync(join(tag(run, 'orrery.folder') as string, 'stopped'), 'utf8'), reason);
    }
  });

  it('reach the server, see their data, and leave the log that kubectl shows', async () => {
    const { code, output } = await orrery.run('run', manifest('boxed', ['boxed, mem_limit: 64m, cpus: 0.5']));
    const run = await runOf('boxed');
    assert.equal(code, 0, output + logOf(run));
    assert.equal(run.info.status, 'FINISHED');
    assert.equal(tag(run, 'orrery.executor'), 'kubernetes');
    assert.equal(tag(run, 'orrery.image'), BOX);
    const log = logOf(run);
    assert.match(log, /^seed 42 in \/output\nthe data\n/);
    assert.match(log, /line 2000 of many\n/);
    assert.doesNotMatch(log, /writable/);
    assert.equal(log.trim(), cluster.kubectl('logs', `job/orrery-${run.info.runId}`));
    assert.equal(metric(run, 'live'), 7, log);
    assert.equal(metric(run, 'final.auc'), 0.9);
    const scores = await client.getMetricHistory(run.info.runId, 'score');
    assert.deepEqual(
      scores.map(({ value }) => value),
      [0.5, 0.75],
    );
    assert.equal(JSON.parse(readFileSync(fileOf(run, 'seen.json'), 'utf8')).dataset_id, 'tiny');
    const job = JSON.parse(cluster.kubectl('get', 'job', `orrery-${run.info.runId}`, '-o', 'json'));
    assert.equal(job.spec.backoffLimit, 0);
    assert.equal(job.metadata.labels['orrery.run_id'], run.info.runId);
    const [container] = job.spec.template.spec.containers;
    assert.deepEqual(container.resources.limits, { cpu: '500m', memory: String(64 * 2 ** 20) });
  });

  it('say why they failed, and have figures of their own', async () => {
    cluster.apply(
      'apiVersion: v1\nkind: Namespace\nmetadata: { name: small }\n---\napiVersion: v1\nkind: LimitRange\nmetadata: { name: small, namespace: small }\nspec: { limits: [{ type: Container, default: { ephemeral-storage: 8Mi } }] }\n',
    );
    await until('account', () => cluster.kubectl('get', 'serviceaccount', '-n', 'small').includes('default'));
    const shared = `files: { host_path: ${orrery.folder} }, start_timeout: 5`;
    const file = manifest('failing', [
      'hungry, mem_limit: 32m',
      'wrong',
      `missing, kubernetes: { ${shared} }`,
      `slow, gpu: 1, kubernetes: { ${shared} }`,
      'nothing',
      `greedy, kubernetes: { ${shared}, namespace: small }`,
      `boxed, kubernetes: { ${shared}, namespace: absent }`,
      'busy, mem_limit: 64m, cpus: 0.5',
    ]);
    const { code, output } = await orrery.run('run', '--jobs', '8', file);
    assert.equal(code, 1);
    const runs = Object.fromEntries((await runsOf('failing')).map((run) => [run.info.runName, run]));
    const reason = (name: string) => tag(runs[`tiny/${name}`] as Run, 'orrery.reason') ?? '';
    assert.match(reason('hungry'), /^out of memory \(limit 32 MiB\)/);
    assert.equal(reason('wrong'), 'exit code 3');
    assert.match(
      reason('missing'),
      /could not be started: (waited 5 s: )?\w*Image\w*: image localhost:1\/orrery-test-missing:1/,
    );
    assert.match(reason('slow'), /waited 5 s: Unschedulable: .*nvidia.com\/gpu/);
    assert.match(reason('nothing'), /could not be started: .*no-such-program/);
    assert.match(reason('greedy'), /^evicted: .*ephemeral local storage/);
    assert.match(reason('boxed'), /could not be started: namespaces "absent" not found/);
    assert.match(output, /slow: waiting: Unschedulable: /);
    const busy = runs['tiny/busy'] as Run;
    assert.equal(busy.info.status, 'FINISHED');
    assert.ok((metric(busy, 'system/cpu_utilization_percentage') ?? 0) > 20, JSON.stringify(busy.metrics));
    const memory = metric(busy, 'system/system_memory_usage_megabytes') ?? 0;
    assert.ok(memory > 0 && memory < 64, `memory ${memory}`);
    assert.equal(jobs().includes(runs['tiny/slow']?.info.runId as string), false);
  });

  it('are let in as their own run alone, until that ends, where the server asks who one is', async () => {
    const guarded = await Orrery.make();
    try {
      const { KUBECONFIG, ORRERY_BRIDGES } = orrery.env;
      Object.assign(guarded.env, { KUBECONFIG, ORRERY_BRIDGES });
      const dataset = join(guarded.folder, 'catalog', 'datasets', 'tiny');
      mkdirSync(dataset, { recursive: true });
      writeFileSync(join(dataset, 'dataset.yaml'), 'name: Tiny\n');
      const files = { host_path: guarded.folder };
      await tryRunToken(guarded, BOX, 'kubernetes', { kubernetes: { files } });
    } finally {
      await guarded.remove();
    }
  });

  it('get their files through a claim', async () => {
    cluster.apply(`apiVersion: v1
kind: PersistentVolume
metadata: { name: lab }
spec: { capacity: { storage: 1Gi }, accessModes: [ReadWriteMany], storageClassName: "", hostPath: { path: "${orrery.folder}" } }
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: { name: lab }
spec: { accessModes: [ReadWriteMany], storageClassName: "", volumeName: lab, resources: { requests: { storage: 1Gi } } }
`);
    const files = { pvc: 'lab', at: orrery.folder };
    const { code, output } = await orrery.run('run', manifest('claimed', ['boxed'], { files }));
    assert.equal(code, 0, output);
    assert.equal(metric(await runOf('claimed'), 'score'), 0.75);
  });

  it('train through a bucket with no credentials in the cluster', async () => {
    const files = { s3: `${minio.bucket('lab')}/orrery`, image: CARRIER };
    const { code, output } = await orrery.run('run', manifest('bucket', ['trained', 'wrong'], { files }));
    assert.equal(code, 1, output);
    const runs = Object.fromEntries((await runsOf('bucket')).map((run) => [run.info.runName, run]));
    assert.equal(tag(runs['tiny/wrong'] as Run, 'orrery.reason'), 'exit code 3');
    const run = runs['tiny/trained'] as Run;
    assert.equal(run.info.status, 'FINISHED', output);
    assert.equal(logOf(run), 'training trained on the data\n');
    assert.equal(metric(run, 'epochs'), 3);
    assert.equal((await client.getMetricHistory(run.info.runId, 'val_loss')).length, 3);
    assert.equal(readFileSync(fileOf(run, 'weights/model.txt'), 'utf8'), 'epoch 2');
    const pod = cluster.kubectl('get', 'pods', '-l', `orrery.run_id=${run.info.runId}`, '-o', 'json');
    assert.ok(!pod.includes(minio.secretKey));
  });

  it('are asked to stop through a bucket too, and their output comes home', async () => {
    const files = { s3: `${minio.bucket('stopped')}/orrery`, image: CARRIER };
    const file = manifest('asked', ['trained, timeout: 600'], { files });
    const child = orrery.spawn('run', file);
    const ended = finished(child);
    const run = await untilPrinted('asked', 'training');
    await until('metrics here', () => existsSync(fileOf(run, 'metrics.jsonl')));
    child.kill('SIGTERM');
    assert.equal((await ended).code, 130);
    const closed = await runOf('asked');
    assert.equal(closed.info.status, 'KILLED');
    assert.match(readFileSync(fileOf(closed, 'weights/model.txt'), 'utf8'), /^epoch \d+$/);
    assert.equal(jobs().includes(run.info.runId), false);
  });

  it('are stopped with SIGTERM and deleted where they are cancelled', async () => {
    const child = orrery.spawn('run', manifest('cancelled', ['slow']));
    const ended = finished(child);
    const run = await untilPrinted('cancelled', 'begun');
    child.kill('SIGTERM');
    assert.equal((await ended).code, 130);
    const closed = await runOf('cancelled');
    assert.equal(closed.info.status, 'KILLED');
    assert.match(logOf(closed), /asked to end/);
    assert.equal(jobs().includes(run.info.runId), false);
  });

  it('say that they were evicted, preempted or deleted', async () => {
    const ended = orrery.run(
      'run',
      '--jobs',
      '3',
      manifest('disrupted', ['slow', 'slow', 'slow, cpus: 1.5']),
    );
    const runs = await until('three runs', async () => {
      const found = await runsOf('disrupted');
      const begun = found.filter(
        (run) => existsSync(fileOf(run, 'container.log')) && logOf(run).includes('begun'),
      );
      return begun.length === 3 ? begun : undefined;
    });
    const pods = runs.map((run) => {
      const label = `orrery.run_id=${run.info.runId}`;
      return JSON.parse(cluster.kubectl('get', 'pods', '-l', label, '-o', 'json')).items[0];
    });
    const large = pods.findIndex((pod) => pod.spec.containers[0].resources.limits?.cpu);
    const [first, second] = [0, 1, 2].filter((index) => index !== large) as [number, number];
    const namespace = 'default';
    const { name } = pods[first].metadata;
    cluster.kubectl(
      'create',
      '--raw',
      `/api/v1/namespaces/${namespace}/pods/${name}/eviction`,
      '-f',
      write(orrery, {
        apiVersion: 'policy/v1',
        kind: 'Eviction',
        metadata: { name, namespace },
      }),
    );
    cluster.kubectl('delete', 'pod', pods[second].metadata.name, '--wait=false');
    const important = {
      apiVersion: 'scheduling.k8s.io/v1',
      kind: 'PriorityClass',
      metadata: { name: 'important' },
      value: 1000,
    };
    cluster.apply(important);
    cluster.apply({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'important' },
      spec: {
        priorityClassName: 'important',
        terminationGracePeriodSeconds: 0,
        containers: [{ name: 'a', image: BOX, command: ['true'], resources: { limits: { cpu: '1.5' } } }],
        restartPolicy: 'Never',
      },
    });
    await ended;
    const reasons = new Map(
      (await runsOf('disrupted')).map((run) => [run.info.runId, tag(run, 'orrery.reason')]),
    );
    const reason = (index: number) => reasons.get((runs[index] as Run).info.runId) ?? '';
    assert.match(reason(first), /^evicted from its node: /);
    assert.match(reason(second), /its pod was deleted/);
    assert.match(reason(large), /^preempted by a pod of higher priority: /);
  });

  it('are stopped by the next orchestrator where their own died', async () => {
    const child = orrery.spawn('run', manifest('orphaned', ['slow']));
    const run = await untilPrinted('orphaned', 'begun');
    child.kill('SIGKILL');
    const { output } = await orrery.run('run', manifest('next', ['wrong']));
    assert.match(output, /stopped 1 jobs on Kubernetes of an orchestrator that died/);
    assert.equal(jobs().includes(run.info.runId), false);
  });

  it('are PyTorchJobs where they have replicas', async () => {
    const file = manifest('replicated', ['trained, replicas: 3, cpus: 0.1']);
    const refused = await orrery.run('run', file);
    assert.equal(refused.code, 1);
    assert.match(refused.output, /replicas needs Kubeflow's training operator/);
    cluster.apply(PYTORCH_CRD);
    cluster.kubectl('wait', '--for=condition=Established', 'crd/pytorchjobs.kubeflow.org', '--timeout=30s');
    const ended = orrery.run('run', file);
    const job = await until(
      'PyTorchJob',
      () => JSON.parse(cluster.kubectl('get', 'pytorchjobs', '-o', 'json')).items[0],
    );
    assert.equal(job.spec.pytorchReplicaSpecs.Master.replicas, 1);
    assert.equal(job.spec.pytorchReplicaSpecs.Worker.replicas, 2);
    assert.equal(job.spec.pytorchReplicaSpecs.Worker.template.spec.containers[0].name, 'pytorch');
    operate(cluster, job);
    const { code, output } = await ended;
    assert.equal(code, 0, output);
    conclude(cluster, job.metadata.name);
    const run = (await runsOf('replicated')).find(({ info }) => info.status === 'FINISHED') as Run;
    assert.equal(logOf(run), 'training trained on the data\n');
    assert.equal(metric(run, 'epochs'), 3);

    const child = orrery.spawn('run', manifest('set', ['slow, replicas: 2']));
    const gone = finished(child);
    await until('PyTorchJob', () => JSON.parse(cluster.kubectl('get', 'pytorchjobs', '-o', 'json')).items[1]);
    child.kill('SIGTERM');
    assert.equal((await gone).code, 130);
    assert.equal((await runOf('set')).info.status, 'KILLED');
    assert.equal(JSON.parse(cluster.kubectl('get', 'pytorchjobs', '-o', 'json')).items.length, 1);
  });

  it('are planned and refused before anything starts', async () => {
    const dry = await orrery.run('run', '--dry-run', manifest('dry', ['trained, replicas: 2']));
    assert.match(dry.output, /tiny\/trained +kubernetes, 2 replicas/);
    const file = manifest('bad', [
      'alone, gpu: all',
      'slow, executor2: x',
      'slow, kubernetes: { files: { pvc: a } }',
    ]);
    const { code, output } = await orrery.run('run', file);
    assert.equal(code, 1);
    assert.match(output, /asks for runtime.network: none, which Kubernetes does not promise/);
    assert.match(output, /write gpu: 1/);
    assert.match(output, /unknown name 'executor2'/);
    assert.match(output, /kubernetes.files.at must say where/);
    const elsewhere = await orrery.run(
      'run',
      '--executor',
      'docker',
      '--dry-run',
      manifest('other', ['slow, replicas: 2']),
    );
    assert.match(elsewhere.output, /replicas needs executor: kubernetes, and this job's is docker/);
  });

  it('are looked after by the doctor', async () => {
    const { output } = await orrery.run('doctor');
    assert.match(output, /ok +kubernetes: https:\/\/[\d.]+:6443 answers, Kubernetes v1/);
  });
});

function write(orrery: Orrery, value: object): string {
  const file = join(orrery.folder, 'object.json');
  writeFileSync(file, JSON.stringify(value));
  return file;
}

function loadImages(cluster: TestCluster): void {
  const box = new RootFolder();
  cluster.loadImage(BOX, box.path);
  box.addProgram('/usr/bin/curl');
  cluster.loadImage(CARRIER, box.path);
  box.remove();
  const python = new RootFolder();
  python.addPython(oraclePython());
  python.addFolder(fileURLToPath(new URL('../python/orrery', import.meta.url)), 'model/orrery');
  writeFileSync(join(python.path, 'model', 'train.py'), TRAIN);
  writeFileSync(join(python.path, 'model', 'search.py'), SEARCH);
  cluster.loadImage(PYTHON, python.path);
  python.remove();
}

/** Does for one PyTorchJob what the training operator does first: makes its master. */
function operate(
  cluster: TestCluster,
  job: { metadata: { name: string; uid: string }; spec: PyTorchSpec },
): void {
  const { template } = job.spec.pytorchReplicaSpecs.Master;
  const name = `${job.metadata.name}-master-0`;
  const labels = { ...template.metadata.labels, 'training.kubeflow.org/replica-type': 'master' };
  cluster.apply({ apiVersion: 'v1', kind: 'Pod', metadata: { name, labels }, spec: template.spec });
}

/** And what it does when the master has ended well. */
function conclude(cluster: TestCluster, name: string): void {
  const patch = { status: { conditions: [{ type: 'Succeeded', status: 'True' }] } };
  const args = ['--subresource=status', '--type=merge', '-p', JSON.stringify(patch)];
  cluster.kubectl('patch', 'pytorchjob', name, ...args);
}

interface PyTorchSpec {
  pytorchReplicaSpecs: { Master: { template: { metadata: { labels: object }; spec: object } } };
}

/** The shape of Kubeflow's own. */
const PYTORCH_CRD = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'pytorchjobs.kubeflow.org' },
  spec: {
    group: 'kubeflow.org',
    scope: 'Namespaced',
    names: { kind: 'PyTorchJob', plural: 'pytorchjobs', singular: 'pytorchjob' },
    versions: [
      {
        name: 'v1',
        served: true,
        storage: true,
        subresources: { status: {} },
        schema: {
          openAPIV3Schema: {
            type: 'object',
            properties: {
              spec: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
              status: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
            },
          },
        },
      },
    ],
  },
};
