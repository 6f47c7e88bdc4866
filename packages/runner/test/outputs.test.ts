import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { JobFolder } from '../src/job/folder.ts';
import { readOutputs } from '../src/job/outputs.ts';

const END = 9000;

describe('what a job left', () => {
  let path: string;
  const write = (name: string, content: unknown) =>
    writeFileSync(join(path, name), typeof content === 'string' ? content : JSON.stringify(content));
  const read = () => readOutputs(new JobFolder(path), END);
  const line = (step: number, metrics: object) =>
    `${JSON.stringify({ step, timestamp: step * 10, metrics })}\n`;

  beforeEach(() => {
    path = mkdtempSync(join(tmpdir(), 'orrery-job-'));
  });
  afterEach(() => rmSync(path, { recursive: true }));

  it('is nothing where the job wrote nothing', () => {
    assert.deepEqual(read(), { scalars: {}, history: [], warnings: [] });
  });

  it('flattens nested scalars and drops what is not finite, with a warning', () => {
    write(
      'metrics.json',
      '{"model_metrics": {"a": {"b": {"c": 1}}, "nan": NaN, "inf": -Infinity, "ok": true}}',
    );
    const { scalars, warnings } = read();
    assert.deepEqual(scalars, { 'a.b.c': 1, ok: 1 });
    assert.equal(warnings.length, 2);
  });

  it('does not log again what the job streamed', () => {
    write('metrics.jsonl', line(0, { loss: 3 }) + line(1, { loss: 2 }) + line(2, { loss: 1 }));
    write('metrics.streamed', { lines: 2 });
    write('metrics.json', { model_metrics: { loss: 1 }, history: { loss: [3, 2, 1], acc: [0.5] } });
    assert.deepEqual(read().history, [
      { key: 'loss', value: 1, timestamp: 20, step: 2 },
      { key: 'acc', value: 0.5, timestamp: END, step: 0 },
    ]);
  });

  it('logs a final scalar that its history does not end with, at the last step', () => {
    write('metrics.jsonl', line(0, { loss: 3 }) + line(4, { loss: 1 }));
    write('metrics.streamed', { lines: 2 });
    write('metrics.json', { model_metrics: { loss: 0.5 } });
    assert.deepEqual(read().history, [{ key: 'loss', value: 0.5, timestamp: END, step: 4 }]);
  });

  it('reads history by step, as a map', () => {
    write('metrics.json', { history: { loss: { 0: 3, 10: 1, best: 0 } } });
    const { history, warnings } = read();
    assert.deepEqual(
      history.map(({ step, value }) => [step, value]),
      [
        [0, 3],
        [10, 1],
      ],
    );
    assert.match(warnings[0] ?? '', /step best/);
  });

  it('names lines that a crash left broken, and keeps the others', () => {
    write('metrics.jsonl', `${line(0, { loss: 3, bad: null })}{"step": 1, "timest`);
    write('metrics.json', '{"model_metrics": {');
    const { history, warnings } = read();
    assert.equal(history.length, 1);
    assert.deepEqual(
      warnings.map((warning) => warning.replace(/ (is|was) .*/, '')),
      ["metrics.jsonl:1 'bad'", 'metrics.jsonl:2', 'metrics.json'],
    );
  });
});
