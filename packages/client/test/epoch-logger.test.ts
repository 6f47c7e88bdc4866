import assert from 'node:assert/strict';
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  EpochLogger,
  loadJobSpec,
  metricName,
  replay,
  TrackingError,
  UnreachableError,
  writeMetrics,
} from '@orrery/client';

interface Batch {
  run_id: string;
  metrics: { key: string; value: number; step: number; timestamp: number }[];
}

const RUN = 'a'.repeat(32);

describe('EpochLogger and replay, with a server that misbehaves', () => {
  let folder: string;
  let file: string;
  let server: Server;
  let status: number;
  let batches: Batch[];
  let requests: { authorization: string | undefined }[];
  let warnings: string[];
  const warned = ({ message, name }: Error) => {
    if (name === 'OrreryWarning') warnings.push(message);
  };
  const saved = { ...process.env };

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'orrery-sdk-'));
    file = join(folder, 'metrics.jsonl');
    [status, batches, requests, warnings] = [200, [], [], []];
    server = createServer(async (request, response) => {
      const body = JSON.parse(Buffer.concat(await Array.fromAsync(request)).toString()) as Batch;
      requests.push({ authorization: request.headers.authorization });
      if (status === 200 || status === -1) batches.push(body);
      if (status <= 0) return void request.socket.destroy();
      response.writeHead(status, { 'content-type': 'application/json' }).end('{}');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    Object.assign(process.env, {
      MLFLOW_TRACKING_URI: `http://127.0.0.1:${port}`,
      MLFLOW_RUN_ID: RUN,
      ORRERY_OUTPUT: folder,
      ORRERY_INPUT: join(folder, 'none'),
    });
    process.on('warning', warned);
  });
  afterEach(() => {
    process.off('warning', warned);
    process.env = { ...saved };
    server.close();
    server.closeAllConnections();
    rmSync(folder, { recursive: true });
  });
  const lines = () =>
    readFileSync(file, 'utf8')
      .trimEnd()
      .split('\n')
      .map(
        (line) => JSON.parse(line) as { step: number; timestamp: number; metrics: Record<string, number> },
      );
  const points = () => batches.flatMap(({ metrics }) => metrics);
  const log = async (steps: number[], answer: number, runId = RUN) => {
    status = answer;
    const logger = new EpochLogger(file, { runId, intervalMs: 20 });
    for (const step of steps) logger.log(step, { loss: step / 2 });
    await logger.close();
    status = 200;
  };

  it('gives the file and the server the same points, a request an interval', async () => {
    const logger = new EpochLogger(undefined, { intervalMs: 60_000 });
    for (let step = 0; step < 300; step++)
      logger.log(step, { loss: step, nested: { f1: { macro: 0.1 } }, ok: true });
    await logger.close();
    assert.equal(batches.length, 1);
    const expected = lines().flatMap(({ step, timestamp, metrics }) =>
      Object.entries(metrics).map(([key, value]) => ({ key, value, timestamp, step })),
    );
    assert.deepEqual(points(), expected);
    assert.deepEqual(Object.keys(lines()[0]?.metrics ?? {}), ['loss', 'nested.f1.macro', 'ok']);
    assert.equal(batches[0]?.run_id, RUN);
  });

  it('drops what is no finite number with one warning each, and never throws', async () => {
    const logger = new EpochLogger(file, { intervalMs: 20 });
    for (const step of [0, 1])
      logger.log(step, { loss: Number.NaN, peak: Infinity, name: 'resnet', 'a:b': 1 });
    logger.log(0.5, { loss: 1 });
    logger.log(2, null as unknown as Record<string, unknown>);
    const nowhere = new EpochLogger(join(file, 'below', 'metrics.jsonl'), { intervalMs: 20 });
    nowhere.log(7, { loss: 1 });
    await Promise.all([logger.close(), nowhere.close()]);
    await sleep(1);
    assert.deepEqual(
      lines().map(({ metrics }) => metrics),
      [{ a_b: 1 }, { a_b: 1 }],
    );
    assert.equal(warnings.filter((text) => text.includes('was dropped')).length, 3);
    assert.equal(warnings.filter((text) => text.includes('could not be written')).length, 1);
    assert.ok(points().some(({ step }) => step === 7));
  });

  it('keeps what the server missed, which goes once: with the next logger, or with replay', async () => {
    await log([0, 1], 200);
    await log([2, 3], 0);
    await sleep(1);
    assert.equal(warnings.filter((text) => text.includes('unreachable')).length, 1);
    await log([4], 503);
    appendFileSync(file, '{"step": 5, "time');
    await log([6], 200);
    assert.deepEqual(
      points().map(({ step }) => step),
      [0, 1, 2, 3, 4, 6],
    );
    await log([7], 0);
    delete process.env.MLFLOW_RUN_ID;
    status = -1;
    await assert.rejects(replay(), UnreachableError);
    status = 200;
    assert.equal(await replay(), 1);
    assert.equal(await replay(folder), 0);
    assert.deepEqual(batches.at(-1), batches.at(-2)); // the server keeps one of two equal points
    await assert.rejects(replay(file, { runId: 'b'.repeat(32) }), /is of run a+, not of b+/);
  });

  it('is one warning and no more requests where the server lets nobody in', async () => {
    for (const code of [401, 403]) {
      [requests, warnings, status] = [[], [], code];
      const logger = new EpochLogger(join(folder, `${code}.jsonl`), { intervalMs: 10 });
      for (let step = 0; step < 4; step++) {
        logger.log(step, { loss: step });
        await sleep(30);
      }
      await logger.close();
      await sleep(1);
      assert.deepEqual([requests.length, warnings.length], [1, 1], String(warnings));
      assert.match(warnings[0] ?? '', /MLFLOW_TRACKING_TOKEN/);
      await assert.rejects(replay(join(folder, `${code}.jsonl`)), TrackingError);
    }
  });

  it('leaves refused lines to the host, and begins another file for another run', async () => {
    await log([0], 200);
    await log([1], 400);
    await log([2], 200);
    assert.deepEqual(
      points().map(({ step }) => step),
      [0, 1, 2],
    );
    await log([9], 200, 'b'.repeat(32));
    assert.deepEqual(
      lines().map(({ step }) => step),
      [9],
    );
    assert.ok(
      existsSync(join(folder, `metrics.${RUN}.jsonl`)) && existsSync(join(folder, `metrics.${RUN}.streamed`)),
    );
  });

  it('logs as who the variables or the URI say', async () => {
    process.env.MLFLOW_TRACKING_TOKEN = 'secret';
    await log([0], 200);
    process.env.MLFLOW_TRACKING_URI = process.env.MLFLOW_TRACKING_URI?.replace('//', '//ada:p%40w@');
    await log([1], 200);
    assert.deepEqual(requests, [{ authorization: 'Bearer secret' }, { authorization: 'Basic YWRhOnBAdw==' }]);
  });

  it('sees that the host asks to stop', () => {
    const logger = new EpochLogger();
    assert.deepEqual([logger.shouldStop, logger.stopReason], [false, null]);
    writeFileSync(join(folder, 'stop.json'), '{"reason": "pruned"}');
    assert.deepEqual([logger.shouldStop, logger.stopReason], [true, 'pruned']);
  });

  it('reads the job spec and writes final metrics', () => {
    assert.throws(loadJobSpec, /no job_spec.json in .*ORRERY_OUTPUT/);
    for (const text of ['{', '[]', '{"seed": 1}']) {
      writeFileSync(join(folder, 'job_spec.json'), text);
      assert.throws(loadJobSpec, /is not a job spec/);
    }
    const spec = {
      seed: 1,
      dataset_id: 'd',
      dataset_name: 'D',
      model_name: 'm',
      hyperparameters: { lr: 0.1 },
    };
    writeFileSync(join(folder, 'job_spec.json'), JSON.stringify(spec));
    const { seed, datasetName, hyperparameters, runSettings } = loadJobSpec();
    assert.deepEqual([seed, datasetName, hyperparameters, runSettings], [1, 'D', { lr: 0.1 }, {}]);
    assert.deepEqual(JSON.parse(readFileSync(writeMetrics({ f1: 0.5 }), 'utf8')), {
      model_metrics: { f1: 0.5 },
      history: {},
    });
  });

  it('makes the names that the Python package makes', () => {
    const names = join(import.meta.dirname, '../../../python/tests/metric_names.json');
    for (const [name, expected] of JSON.parse(readFileSync(names, 'utf8')) as [string, string][])
      assert.equal(metricName(name), expected);
  });
});
