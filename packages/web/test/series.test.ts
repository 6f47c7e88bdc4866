import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { logSplits } from '../src/charts/axes.ts';
import { metricGroups } from '../src/logic/metricGroups.ts';
import { type History, smooth, toSeries, usualRange } from '../src/logic/series.ts';

const history: History = {
  count: 4,
  firstTime: 2000,
  steps: [0, 1, 1, 2],
  times: [2000, 3000, 4000, 5000],
  values: [1, 2, 3, null],
  lows: null,
  highs: null,
};

describe('a history as a chart draws it', () => {
  it('has one y per x, the last that was logged', () => {
    assert.deepEqual(toSeries(history, 'step', null), {
      xs: [0, 1, 2],
      ys: [1, 3, null],
      lows: null,
      highs: null,
    });
  });

  it('begins with the run, or with the first point where that was before', () => {
    assert.deepEqual(toSeries(history, 'relative', 1000).xs, [1, 2, 3, 4]);
    assert.deepEqual(toSeries(history, 'relative', 9000).xs, [0, 1, 2, 3]);
    assert.deepEqual(toSeries(history, 'time', 1000).xs, [2, 3, 4, 5]);
  });

  it('goes by the clock where steps began anew, band and all', () => {
    const resumed = {
      ...history,
      times: [5000, 4000, 3000, 2000],
      lows: [0, 1, 2, null],
      highs: [2, 3, 4, null],
    };
    const series = toSeries(resumed, 'time', null);
    assert.deepEqual(series.xs, [2, 3, 4, 5]);
    assert.deepEqual(series.ys, [null, 3, 2, 1]);
    assert.deepEqual(series.lows, [null, 2, 1, 0]);
  });

  it('is smoothed as TensorBoard does: a constant stays one, gaps stay gaps', () => {
    assert.deepEqual(
      smooth([2, null, 2, 2], 0.9).map((y) => y && Number(y.toFixed(12))),
      [2, null, 2, 2],
    );
    // (0.5·0 + 0.5·1) / (1 − 0.5²)
    assert.ok(Math.abs((smooth([0, 1], 0.5)[1] ?? 0) - 2 / 3) < 1e-12);
  });

  it('shows the middle ninety percent where outliers are ignored', () => {
    const ys = [...Array.from({ length: 100 }, (_, index) => index), 1e9, null];
    assert.deepEqual(usualRange(ys), [5, 95]);
    assert.equal(usualRange([null]), null);
  });
});

describe('metrics by prefix', () => {
  it('keep names without one first, and count layers in their order', () => {
    assert.deepEqual(metricGroups(['val/loss', 'layer10/w', 'loss', 'layer2/w', 'val/a/b']), [
      { prefix: '', keys: ['loss'] },
      { prefix: 'layer2', keys: ['layer2/w'] },
      { prefix: 'layer10', keys: ['layer10/w'] },
      { prefix: 'val', keys: ['val/loss'] },
      { prefix: 'val/a', keys: ['val/a/b'] },
    ]);
  });
});

describe('the ticks of a logarithmic axis', () => {
  it('end, wherever it begins', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1e-300, max: 1e300, noNaN: true }),
        fc.double({ min: 1, max: 1e12, noNaN: true }),
        (low, factor) => {
          const high = low * factor;
          const splits = logSplits(low, high);
          assert.ok(splits.length <= 9 * 14);
          assert.deepEqual(
            splits,
            splits.toSorted((a, b) => a - b),
          );
          assert.ok(splits.every((split) => split >= low && split <= high));
        },
      ),
    );
    assert.deepEqual(logSplits(9.7e-5, 3.5e-4), [1e-4, 2e-4, 3e-4]);
    assert.deepEqual(logSplits(0, 1), []);
    assert.deepEqual(logSplits(Number.NaN, Number.NaN), []);
  });
});
