import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { metricName } from '@orrery/client';
import { readArtifact, readPairs, readPattern } from '../src/exec/options.ts';
import { ResultsCsv } from '../src/exec/results-csv.ts';
import { StdoutMetrics } from '../src/exec/stdout-metrics.ts';

describe('a results CSV', () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'orrery-csv-'));
    file = join(folder, 'results.csv');
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const points = (csv: ResultsCsv) =>
    [...csv.read(7)].flat().map(({ key, value, step }) => [key, value, step]);

  it('is read as it grows, with the padded headers of YOLOv5', () => {
    const csv = new ResultsCsv(file);
    assert.deepEqual(points(csv), []);
    writeFileSync(
      file,
      '               epoch,      train/box_loss,   metrics/mAP_0.5:0.95,               x/lr0\n',
    );
    assert.deepEqual(points(csv), []);
    appendFileSync(
      file,
      '                   0,             0.12193,              0.0013419,              0.0700\n',
    );
    assert.deepEqual(points(csv), [
      ['train/box_loss', 0.12193, 0],
      ['metrics/mAP_0.5_0.95', 0.0013419, 0],
      ['x/lr0', 0.07, 0],
    ]);
    appendFileSync(file, '                   1,             0.10,  nan,  0.06\n                   2,   0.1');
    assert.deepEqual(points(csv), [
      ['train/box_loss', 0.1, 1],
      ['x/lr0', 0.06, 1],
    ]);
    appendFileSync(file, '1, 0.4, 0.05\n');
    assert.deepEqual(points(csv), [
      ['train/box_loss', 0.11, 2],
      ['metrics/mAP_0.5_0.95', 0.4, 2],
      ['x/lr0', 0.05, 2],
    ]);
    const summary = Object.fromEntries(csv.summary(9).map(({ key, value }) => [key, value]));
    assert.equal(summary['best/train/box_loss'], 0.1);
    assert.equal(summary['last/train/box_loss'], 0.11);
    assert.equal(summary['best/metrics/mAP_0.5_0.95'], 0.4);
  });

  it('leaves out what an earlier run wrote, and follows a file that begins anew', () => {
    writeFileSync(file, 'epoch,loss\n0,1\n1,2\n');
    const csv = new ResultsCsv(file);
    appendFileSync(file, 'epoch,loss\n0,3\n');
    assert.deepEqual(points(csv), [['loss', 3, 0]]);
    writeFileSync(file, 'epoch,loss\n0,9\n');
    assert.deepEqual(points(csv), [['loss', 9, 0]]);
  });

  it('counts rows where no column says the epoch', () => {
    const csv = new ResultsCsv(file);
    writeFileSync(file, '\ufeffloss,name\n1,a\n2,b\n\n');
    assert.deepEqual(points(csv), [
      ['loss', 1, 0],
      ['loss', 2, 1],
    ]);
  });
});

describe('what a command prints', () => {
  const read = (metrics: StdoutMetrics, line: string) =>
    metrics.read(line, 1).map(({ key, value, step }) => [key, value, step]);

  it('is searched with patterns', () => {
    const metrics = new StdoutMetrics([
      readPattern(String.raw`epoch (?<step>\d+)`),
      readPattern(String.raw`loss[:=] ?(?<loss>\S+)`),
    ]);
    assert.deepEqual(read(metrics, 'epoch 3: loss: 0.25'), [['loss', 0.25, 3]]);
    assert.deepEqual(read(metrics, 'loss=1e-3 and loss=nan'), [['loss', 0.001, 3]]);
    assert.deepEqual(read(metrics, 'nothing'), []);
  });

  it('is searched for name=number', () => {
    const metrics = new StdoutMetrics('pairs');
    assert.deepEqual(read(metrics, 'Epoch 4/10 - loss: 0.5 val_acc=.75 lr=1e-4'), [
      ['loss', 0.5, 4],
      ['val_acc', 0.75, 4],
      ['lr', 0.0001, 4],
    ]);
    assert.deepEqual(read(metrics, 'step=9 train/loss=2 version=1.2.3'), [['train/loss', 2, 9]]);
  });
});

describe('flags of orrery exec', () => {
  it('are read, or told what is wrong', () => {
    assert.deepEqual(readPairs('--param', ['lr=0.1', 'url=a=b', 'empty=']), {
      lr: '0.1',
      url: 'a=b',
      empty: '',
    });
    assert.throws(() => readPairs('--param', ['lr', 'x=1', '=2']), /--param takes KEY=VALUE, not lr, =2/);
    assert.deepEqual(
      readArtifact('weights/best.pt:models/', (path) => `/x/${path}`),
      {
        path: '/x/weights/best.pt',
        destination: 'models',
      },
    );
    assert.throws(() => readPattern('('), /cannot be read/);
    assert.throws(() => readPattern('loss=(.*)'), /names no group/);
  });

  it('make names that MLflow takes', () => {
    assert.equal(metricName(' metrics/mAP_0.5:0.95(B) '), 'metrics/mAP_0.5_0.95_B_');
    assert.equal(metricName('/a//b/'), 'a/b');
    assert.equal(metricName('../x'), '_/x');
    assert.equal(metricName(''), '_');
  });
});
