import assert from 'node:assert/strict';
import { dirname } from 'node:path';
import { it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { PROBLEMS } from '../../../../bench/samplers/problems.ts';
import { holm, median, probabilityNotWorse } from '../../../../bench/samplers/rank-test.ts';
import { askOracle } from '../../../../scripts/oracle.ts';
import { RandomSampler } from '../../src/index.ts';
import { MemoryStudy } from '../memory-study.ts';

const FOLDER = dirname(fileURLToPath(new URL('../../../../bench/samplers/problems.ts', import.meta.url)));

const ASK = `
import json, sys
sys.dont_write_bytecode = True
sys.path.insert(0, ${JSON.stringify(FOLDER)})
import numpy as np
import optuna, problems
from scipy.stats import mannwhitneyu
given = json.load(sys.stdin)
values = [[getattr(problems, name)(optuna.trial.FixedTrial(params)) for params in trials] for name, trials in given["problems"].items()]
tests = [mannwhitneyu(a, b, alternative="greater", method="asymptotic").pvalue for a, b in given["pairs"]]
print(json.dumps({"values": values, "tests": tests, "medians": [float(np.median(a)) for a, _ in given["pairs"]]}))
`;

it('the problems of the benchmark are the same for Optuna, and its rank test is that of SciPy', () => {
  const studies = Object.entries(PROBLEMS).map(([name, problem]) => {
    const directions = name.startsWith('zdt') ? (['minimize', 'minimize'] as const) : (['minimize'] as const);
    const study = new MemoryStudy({ sampler: new RandomSampler({ seed: 9 }), directions: [...directions] });
    return { name, study: study.optimize(problem, 12) };
  });
  const pairs = [
    [
      [1, 2, 3, 4, 5, 6],
      [1.5, 2.5, 0, -1, 2, 2],
    ],
    [
      [1, 1, 2],
      [3, 4, 1, 5],
    ],
  ] as [number[], number[]][];
  const theirs = askOracle<{ values: (number | number[])[][]; tests: number[]; medians: number[] }>(ASK, {
    problems: Object.fromEntries(studies.map(({ name, study }) => [name, study.params])),
    pairs,
  });
  studies.forEach(({ name, study }, i) => {
    study.trials.forEach(({ values }, k) => {
      const real = [theirs.values[i]?.[k] ?? []].flat();
      values?.forEach((value, j) => {
        assert.ok(
          Math.abs(value - (real[j] as number)) < 1e-9 * Math.max(1, Math.abs(value)),
          `${name}: ${value}`,
        );
      });
    });
  });
  pairs.forEach(([a, b], i) => {
    assert.ok(Math.abs(probabilityNotWorse(a, b) - (theirs.tests[i] as number)) < 1e-9);
    assert.equal(median(a), theirs.medians[i]);
  });
  assert.deepEqual(holm([0.04, 0.01, 0.5]), [0.08, 0.03, 0.5]);
});
