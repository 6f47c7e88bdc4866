import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { V1Pod } from '@kubernetes/client-node';
import fc from 'fast-check';
import { containerEnvironment } from '../src/executors/environment.ts';
import { LogLines } from '../src/executors/kubernetes/log-lines.ts';
import { podTemplate } from '../src/executors/kubernetes/pod.ts';
import { exitOf, waitingOf } from '../src/executors/kubernetes/pod-state.ts';
import type { KubernetesSettings } from '../src/executors/kubernetes/settings.ts';
import { quantity } from '../src/executors/kubernetes/stats.ts';
import { readKubernetes } from '../src/manifest/kubernetes.ts';

describe('the lines of a log', () => {
  /** Whole seconds are what the API can be asked from. */
  const line = fc.record({
    second: fc.integer({ min: 0, max: 5 }),
    nano: fc.integer({ min: 0, max: 2 }),
    text: fc.string({ maxLength: 12 }).map((text) => text.replaceAll('\n', ' ')),
  });

  it('come once each and whole, wherever connections break', () => {
    const breaks = fc.array(fc.nat(400), { maxLength: 5 });
    fc.assert(
      fc.property(fc.array(line, { maxLength: 20 }), breaks, fc.boolean(), (given, cuts, endsOpen) => {
        const lines = given.sort((a, b) => a.second - b.second || a.nano - b.nano);
        const time = ({ second, nano }: { second: number; nano: number }) =>
          `2026-01-01T00:00:0${second}.00000000${nano}Z`;
        const ending = (index: number) => (endsOpen && index === lines.length - 1 ? '' : '\n');
        const wanted = lines.map(({ text }, index) => text + ending(index)).join('');
        const log = new LogLines();
        const got: Buffer[] = [];
        for (const cut of [...cuts, Number.POSITIVE_INFINITY]) {
          const since = log.time.slice(0, 19);
          const sent = Buffer.from(
            lines
              .map((one, index) => ({ one, text: `${time(one)} ${one.text}${ending(index)}` }))
              .filter(({ one }) => time(one).slice(0, 19) >= since)
              .map(({ text }) => text)
              .join(''),
          ).subarray(0, cut);
          const read = log.reader();
          for (let at = 0; at < sent.length; at += 7) got.push(...read(sent.subarray(at, at + 7)));
        }
        assert.equal(Buffer.concat(got).toString(), wanted);
      }),
    );
  });
});

describe('the state of a pod, in words', () => {
  const pod = (status: V1Pod['status']): V1Pod => ({ ...(status && { status }) });
  const ended = (terminated: { exitCode: number; reason?: string; message?: string }) => ({
    phase: 'Failed',
    containerStatuses: [
      { name: 'job', image: 'i', imageID: '', ready: false, restartCount: 0, state: { terminated } },
    ],
  });
  const cases: [string, V1Pod['status'], ReturnType<typeof exitOf>][] = [
    ['an exit code', ended({ exitCode: 3 }), { code: 3, signal: null }],
    ['SIGKILL', ended({ exitCode: 137, reason: 'Error' }), { code: null, signal: 'SIGKILL' }],
    [
      'out of memory',
      ended({ exitCode: 137, reason: 'OOMKilled' }),
      { code: null, signal: null, cause: 'out of memory (limit 64 MiB)' },
    ],
    [
      'no such program',
      ended({ exitCode: 128, reason: 'StartError', message: 'exec: not found\n' }),
      { code: null, signal: null, error: 'exec: not found' },
    ],
    [
      'evicted',
      { phase: 'Failed', reason: 'Evicted', message: 'The node was low on resource: memory. ' },
      { code: null, signal: null, cause: 'evicted: The node was low on resource: memory.' },
    ],
    [
      'a lost node',
      {
        phase: 'Failed',
        conditions: [
          { type: 'DisruptionTarget', status: 'True', reason: 'DeletionByTaintManager', message: 'taint' },
        ],
      },
      { code: null, signal: null, cause: 'its node was lost: taint' },
    ],
    ['still running', { phase: 'Running' }, null],
  ];
  for (const [name, status, exit] of cases) {
    it(name, () => assert.deepEqual(exitOf(pod(status), 'job', 64 * 2 ** 20), exit));
  }

  it('what it waits for, and whether waiting helps', () => {
    const waiting = (reason: string, message?: string) =>
      waitingOf({
        status: {
          containerStatuses: [
            {
              name: 'job',
              image: 'lab/x:1',
              imageID: '',
              ready: false,
              restartCount: 0,
              state: { waiting: { reason, ...(message && { message }) } },
            },
          ],
        },
      });
    assert.deepEqual(waiting('ContainerCreating'), { why: null, isBroken: false });
    assert.deepEqual(waiting('ImagePullBackOff', 'back-off'), {
      why: 'ImagePullBackOff: image lab/x:1: back-off',
      isBroken: true,
    });
    assert.equal(
      waiting('CreateContainerConfigError', 'no secret').why,
      'CreateContainerConfigError: container job: no secret',
    );
  });
});

describe('what a job on Kubernetes is told', () => {
  it('has the addresses of this machine as the pods know it', () => {
    const environment = containerEnvironment(
      {
        MLFLOW_TRACKING_URI: 'http://user:pass@localhost:5000/x',
        OTHER_URL: 'http://localhost.example',
        NAME: 'localhost',
      },
      '10.0.0.1',
    );
    assert.deepEqual(environment, {
      MLFLOW_TRACKING_URI: 'http://user:pass@10.0.0.1:5000/x',
      OTHER_URL: 'http://localhost.example',
      NAME: 'localhost',
      ORRERY_INPUT: '/input',
      ORRERY_OUTPUT: '/output',
    });
  });

  it('says where its files are, by one way', () => {
    const problem = (files: object) => readKubernetes({ files }).problem ?? '';
    assert.match(problem({}), /by one of/);
    assert.match(problem({ pvc: 'a', s3: 's3://b', at: '/c' }), /by one of/);
    assert.match(
      problem({ pvc: 'a' }),
      /files\.at must say where this machine has the volume of the claim 'a'/,
    );
    assert.match(problem({ s3: 'bucket' }), /'bucket' is no s3:/);
    assert.deepEqual(readKubernetes({ files: { host_path: '/data/' } }).settings?.files, {
      kind: 'shared',
      claim: null,
      at: '/data',
    });
  });

  it('starts with the entry point that its model names, else with its command', () => {
    const start = (entrypoint: string[] | null, command: string[] | null) => {
      const container = { image: 'lab/box:1', build: null, entrypoint, network: null, user: null };
      const job = {
        runId: 'run',
        model: { slug: 'box', folder: '/box', command, container },
        input: '/data',
        dataFile: null,
        isFileAlone: false,
        output: '/jobs/run',
        environment: {},
        resources: { memory: null, cpus: null, gpus: 0, replicas: 1 },
        kubernetes: readKubernetes({ files: { host_path: '/data' } }).settings as KubernetesSettings,
      };
      const files = { volumes: [], mounts: [], carriers: [], user: null, graceSeconds: 1, cancelSeconds: 1 };
      const [first] = podTemplate(job, files, {}, 'job', 'host').spec?.containers ?? [];
      return [first?.command, first?.args];
    };
    assert.deepEqual(start(null, null), [undefined, undefined]);
    assert.deepEqual(start(null, ['train']), [['train'], undefined]);
    assert.deepEqual(start(['python'], ['train.py']), [['python'], ['train.py']]);
  });

  it('reads quantities', () => {
    assert.deepEqual(['250m', '64Mi', '1500000n', '2', '1k'].map(quantity), [
      0.25,
      64 * 2 ** 20,
      0.0015,
      2,
      1000,
    ]);
  });
});
