import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { ResultsCsv } from '../src/exec/results-csv.ts';

describe('a results CSV, however it is written', () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'orrery-csv-'));
    file = join(folder, 'results.csv');
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const points = (csv: ResultsCsv, toEnd = false) =>
    [...csv.read(7, toEnd)].flat().map(({ key, value, step }) => [key, value, step]);

  it('is told once where each epoch writes it anew', async () => {
    const csv = new ResultsCsv(file);
    writeFileSync(file, ',loss\n0,3\n');
    assert.deepEqual(points(csv), [['loss', 3, 0]]);
    truncateSync(file);
    await sleep(120);
    writeFileSync(file, ',loss\n0,3\n1,2\n');
    assert.deepEqual(points(csv), [['loss', 2, 1]]);
    writeFileSync(`${file}.part`, ',loss\n0,3\n1,2\n2,1\n');
    renameSync(`${file}.part`, file);
    assert.deepEqual(points(csv), [['loss', 1, 2]]);
    writeFileSync(file, ',loss,f1\n0,3,0.1\n1,2,0.2\n2,1,\n3,1,0.4\n');
    assert.deepEqual(points(csv), [
      ['f1', 0.1, 0],
      ['f1', 0.2, 1],
      ['loss', 1, 3],
      ['f1', 0.4, 3],
    ]);
  });

  it('is told whole where it replaces an equal one of an earlier run', async () => {
    writeFileSync(file, 'epoch,loss\n0,3\n1,2\n');
    const emptied = new ResultsCsv(file);
    truncateSync(file);
    await sleep(120);
    writeFileSync(file, 'epoch,loss\n0,3\n1,2\n2,1\n');
    assert.equal(points(emptied).length, 3);
    const longer = new ResultsCsv(file);
    writeFileSync(file, 'epoch,loss\n0,3\n1,2\n2,1\n3,1\n');
    assert.equal(points(longer).length, 4);
    writeFileSync(file, 'epoch,loss\n0,3\n1,2\n2,1\n');
    const atOnce = new ResultsCsv(file);
    await sleep(20);
    writeFileSync(file, 'epoch,loss\n0,3\n1,2\n2,1\n');
    assert.deepEqual(points(atOnce), []);
    assert.equal(points(atOnce, true).length, 3);
    const untouched = new ResultsCsv(file);
    assert.deepEqual(points(untouched, true), []);
  });

  it('may have CRLF, repeated headers, spaces in names, quotes, empty and odd cells', () => {
    const csv = new ResultsCsv(file);
    writeFileSync(file, '\ufeff"val loss" , top 5:acc,note\r\n1,0.5,\r\nnan,inf,"a, b"\r\n');
    assert.deepEqual(points(csv), [
      ['val loss', 1, 0],
      ['top 5_acc', 0.5, 0],
    ]);
    appendFileSync(file, '"val loss" , top 5:acc,note\r\n3,-Inf\r\n4,0x,bro"ken,7,8\r\n5,True,');
    assert.deepEqual(points(csv), [
      ['val loss', 3, 2],
      ['val loss', 4, 3],
    ]);
    assert.deepEqual(points(csv, true), [['val loss', 5, 4]]);
  });

  it('may be long, and comes in pieces', () => {
    const csv = new ResultsCsv(file);
    writeFileSync(file, 'step,loss,lr\n');
    for (let part = 0; part < 2; part++) {
      const rows = Array.from({ length: 1e5 }, (_, row) => `${part * 1e5 + row},${row / 1e5},0.1\n`);
      appendFileSync(file, rows.join(''));
    }
    let [count, largest] = [0, 0];
    for (const batch of csv.read(7)) {
      count += batch.length;
      largest = Math.max(largest, batch.length);
    }
    assert.equal(count, 4e5);
    assert.ok(largest < 1e5, `${largest} points at once`);
    appendFileSync(file, '200000,0.5,0.1\n');
    assert.equal(points(csv).length, 2);
  });

  it('tells what is best by whole words', () => {
    const csv = new ResultsCsv(file);
    writeFileSync(file, 'power,val_wer,lower_bound\n1,1,1\n2,2,2\n');
    points(csv);
    const summary = Object.fromEntries(csv.summary(9).map(({ key, value }) => [key, value]));
    assert.deepEqual(
      [summary['best/power'], summary['best/val_wer'], summary['best/lower_bound']],
      [2, 1, 2],
    );
  });
});
