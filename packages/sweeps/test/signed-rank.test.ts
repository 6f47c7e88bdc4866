import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import { askOracle } from '../../../scripts/oracle.ts';
import { signedRankTest } from '../src/statistics/signed-rank.ts';

const whole = (max: number, min: number) => fc.integer({ min, max });

it('the signed-rank test gives the p-values of SciPy', () => {
  const differences = fc.oneof(
    fc.array(whole(4, -3), { minLength: 14, maxLength: 70 }),
    fc.array(fc.double({ min: -1, max: 1.2, noNaN: true }), { minLength: 2, maxLength: 70 }),
    fc.array(whole(5, -3), { minLength: 2, maxLength: 7 }),
  );
  const samples = [
    ...fc.sample(differences, { numRuns: 300, seed: 2 }),
    [2, 0, -1, 2, 3, 3, -2, 4, 5, 0, 1, 2, 7],
  ];
  const theirs = askOracle<number[]>(
    `
import json, sys
from scipy.stats import wilcoxon
print(json.dumps([float(wilcoxon(d, alternative="greater", zero_method="zsplit").pvalue) for d in json.load(sys.stdin)]))
`,
    samples,
  );
  samples.forEach((sample, i) => {
    const [own, real] = [signedRankTest(sample), theirs[i] as number];
    assert.ok(
      Math.abs(own - real) <= 1e-9 * Math.max(real, 1e-3),
      `${JSON.stringify(sample)}: ${own} is not ${real}`,
    );
  });
});
