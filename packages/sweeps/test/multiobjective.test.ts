import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { askOracle } from '../../../scripts/oracle.ts';
import {
  contributions,
  type FrozenTrial,
  hypervolume,
  nonDominationRanks,
  onFront,
  paretoFront,
} from '../src/index.ts';
import { exclusive } from '../src/multiobjective/hypervolume.ts';
import { greedySubset } from '../src/multiobjective/subset.ts';
import { Random } from '../src/random.ts';

const ASK = `
import json, sys
import numpy as np
from optuna._hypervolume import compute_hypervolume, _solve_hssp
from optuna.study._multi_objective import _fast_non_domination_rank, _is_pareto_front
answers = []
for case in json.load(sys.stdin):
    points, penalties = np.array(case["points"]), np.array(case["penalties"])
    reference = np.array(case["reference"])
    front = _is_pareto_front(points, assume_unique_lexsorted=False)
    chosen = points[front]
    answers.append({
        "front": front.tolist(),
        "ranks": _fast_non_domination_rank(points).tolist(),
        "constrained": _fast_non_domination_rank(points, penalty=penalties).tolist(),
        "some": _fast_non_domination_rank(points, n_below=case["below"]).tolist(),
        "volume": compute_hypervolume(points, reference),
        "alone": [compute_hypervolume(chosen, reference) - compute_hypervolume(np.delete(chosen, i, axis=0), reference)
                  for i in range(len(chosen))],
        "subset": sorted(_solve_hssp(chosen, np.arange(len(chosen)), min(case["below"], len(chosen)), reference).tolist()),
    })
print(json.dumps(answers))
`;

interface Answer {
  front: boolean[];
  ranks: number[];
  constrained: number[];
  some: number[];
  volume: number;
  alone: number[];
  subset: number[];
}

describe('several objectives', () => {
  const random = new Random(8);
  const cases = Array.from({ length: 40 }, (_, i) => {
    const objectives = 2 + (i % 3);
    // Coarse values, so that some points are equal and some share a coordinate.
    const draw = () => (i % 2 ? random.next() : random.below(6) / 6);
    const points = Array.from({ length: 4 + random.below(24) }, () =>
      Array.from({ length: objectives }, draw),
    );
    return {
      points,
      penalties: points.map(() => (random.next() < 0.5 ? 0 : random.below(4))),
      reference: new Array<number>(objectives).fill(1.1),
      below: 1 + random.below(points.length),
    };
  });
  const theirs = askOracle<Answer[]>(ASK, cases);
  const close = (own: number, real: number) =>
    assert.ok(Math.abs(own - real) < 1e-9, `${own} is not ${real}`);

  it('front and ranks are those of Optuna', () => {
    cases.forEach(({ points, penalties, below }, i) => {
      const answer = theirs[i] as Answer;
      assert.deepEqual(onFront(points), answer.front);
      assert.deepEqual(nonDominationRanks(points), answer.ranks);
      assert.deepEqual(nonDominationRanks(points, { penalties }), answer.constrained);
      assert.deepEqual(nonDominationRanks(points, { below }), answer.some);
    });
  });

  it('hypervolume, and what each point adds to it, are those of Optuna', () => {
    cases.forEach(({ points, reference }, i) => {
      const answer = theirs[i] as Answer;
      close(hypervolume(points, reference), answer.volume);
      const front = points.filter((_, index) => answer.front[index]);
      contributions(front, reference).forEach((own, index) => {
        close(own, answer.alone[index] as number);
      });
    });
    assert.throws(() => hypervolume([[2, 0]], [1, 1]), /beyond the reference point/);
    assert.equal(hypervolume([[0, 0]], [1, Number.POSITIVE_INFINITY]), Number.POSITIVE_INFINITY);
  });

  it('chooses the subset that Optuna chooses, or one that is worth as much', () => {
    cases.forEach(({ points, reference, below }, i) => {
      const answer = theirs[i] as Answer;
      const front = points.filter((_, index) => answer.front[index]);
      const own = greedySubset(front, Math.min(below, front.length), reference);
      assert.equal(new Set(own).size, answer.subset.length);
      const worth = (chosen: number[]) =>
        hypervolume(
          chosen.map((index) => front[index] as number[]),
          reference,
        );
      // Equal gains leave the choice open, so that later gains may differ a little.
      assert.ok(worth(own) > worth(answer.subset) * (i % 2 ? 1 - 1e-9 : 0.97));
    });
    assert.equal(exclusive([0, 0], [[0, 0]], [1, 1]), 0);
  });

  it('the Pareto front has directions, and leaves out what breaks a constraint', () => {
    const trial = (number: number, values: number[], broken = 0) =>
      ({
        number,
        state: 'COMPLETE',
        values,
        systemAttrs: { 'constraints:size': broken },
      }) as unknown as FrozenTrial;
    const trials = [trial(0, [1, 1]), trial(1, [2, 3]), trial(2, [1, 3], 0.1), trial(3, [3, 2])];
    const front = paretoFront(trials, ['minimize', 'maximize']);
    assert.deepEqual(
      front.map(({ number }) => number),
      [0, 1],
    );
  });
});
