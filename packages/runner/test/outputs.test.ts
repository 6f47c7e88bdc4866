import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import type { Metric } from '@orrery/core';
import { JobFolder } from '../src/job/folder.ts';
import { readOutputs } from '../src/job/outputs.ts';

const END = 9000;

describe('what a job left', () => {
  let path: string;
  const write = (name: string, content: unknown) =>
    writeFileSync(join(path, name), typeof content === 'string' ? content : JSON.stringify(content));
  const read = async () => {
    const history: Metric[] = [];
    const outputs = await readOutputs(new JobFolder(path), {
      endTime: END,
      take: (points) => void history.push(...points),
    });
    return { ...outputs, history };
  };
  const line = (step: number, metrics: object) =>
    `${JSON.stringify({ step, timestamp: step * 10, metrics })}\n`;

  beforeEach(() => {
    path = mkdtempSync(join(tmpdir(), 'orrery-job-'));
  });
  afterEach(() => rmSync(path, { recursive: true }));

  it('is nothing where the job wrote nothing', async () => {
    assert.deepEqual(await read(), { scalars: {}, history: [], warnings: [] });
  });

  it('flattens nested scalars and drops what is not finite, with a warning', async () => {
    write(
      'metrics.json',
      '{"model_metrics": {"a": {"b": {"c": 1}}, "nan": NaN, "inf": -Infinity, "ok": true}}',
    );
    const { scalars, warnings } = await read();
    assert.deepEqual(scalars, { 'a.b.c': 1, ok: 1 });
    assert.equal(warnings.length, 2);
  });

  it('does not log again what the job streamed', async () => {
    write('metrics.jsonl', line(0, { loss: 3 }) + line(1, { loss: 2 }) + line(2, { loss: 1 }));
    write('metrics.streamed', { lines: 2 });
    write('metrics.json', { model_metrics: { loss: 1 }, history: { loss: [3, 2, 1], acc: [0.5] } });
    assert.deepEqual((await read()).history, [
      { key: 'loss', value: 1, timestamp: 20, step: 2 },
      { key: 'acc', value: 0.5, timestamp: END, step: 0 },
    ]);
  });

  it('logs a final scalar that its history does not end with, at the last step', async () => {
    write('metrics.jsonl', line(0, { loss: 3 }) + line(4, { loss: 1 }));
    write('metrics.streamed', { lines: 2 });
    write('metrics.json', { model_metrics: { loss: 0.5 } });
    assert.deepEqual((await read()).history, [{ key: 'loss', value: 0.5, timestamp: END, step: 4 }]);
  });

  it('reads what multiverse writes: final metrics beside history, series among them, and flat lines', async () => {
    write(
      'metrics.jsonl',
      '{"step": 0, "timestamp": 0, "loss": 3}\n{"step": 1, "timestamp": 10, "loss": 2}\n',
    );
    write('metrics.json', {
      elbo: -4,
      nested: { f1: 0.5 },
      curve: [1, 2],
      history: { loss: [3, 2], acc: [0.5] },
    });
    const { scalars, history, warnings } = await read();
    assert.deepEqual(scalars, { elbo: -4, 'nested.f1': 0.5 });
    assert.deepEqual(
      history.map(({ key, step, value }) => [key, step, value]),
      [
        ['loss', 0, 3],
        ['loss', 1, 2],
        ['curve', 0, 1],
        ['curve', 1, 2],
        ['acc', 0, 0.5],
        ['elbo', 0, -4],
        ['nested.f1', 0, 0.5],
      ],
    );
    assert.deepEqual(warnings, []);
  });

  it('reads history by step, as a map', async () => {
    write('metrics.json', { history: { loss: { 0: 3, 10: 1, best: 0 } } });
    const { history, warnings } = await read();
    assert.deepEqual(
      history.map(({ step, value }) => [step, value]),
      [
        [0, 3],
        [10, 1],
      ],
    );
    assert.match(warnings[0] ?? '', /step best/);
  });

  it('names lines that a crash left broken, and keeps the others', async () => {
    write('metrics.jsonl', `${line(0, { loss: 3, bad: null })}{"step": 1, "timest`);
    write('metrics.json', '{"model_metrics": {');
    const { history, warnings } = await read();
    assert.equal(history.length, 1);
    assert.deepEqual(
      warnings.map((warning) => warning.replace(/ (is|was) .*/, '')),
      ['metrics.json', "metrics.jsonl:1 'bad'", 'metrics.jsonl:2'],
    );
  });
});
