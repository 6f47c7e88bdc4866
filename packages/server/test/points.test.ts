import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import { type Point, thinPoints } from '../src/runs/points.ts';

it('keeps the extremes of points and their order, however many there are', () => {
  const values = fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { maxLength: 400 });
  fc.assert(
    fc.property(values, fc.integer({ min: 10, max: 60 }), (ys, most) => {
      const points = ys.map((y, x): Point => ({ place: x, x, y }));
      const thin = thinPoints(points, most);
      assert.ok(thin.length <= Math.max(most, 1) && thin.length >= Math.min(ys.length, Math.floor(most / 2)));
      assert.deepEqual(
        thin,
        [...thin].sort((a, b) => a.x - b.x),
      );
      for (const end of [Math.min, Math.max])
        assert.equal(end(...thin.map(({ y }) => y)), end(...points.map(({ y }) => y)));
    }),
  );
});
