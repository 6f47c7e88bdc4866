import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { askOracle } from '../../../scripts/oracle.ts';
import {
  BestValueStagnation,
  CrossValidationError,
  type Direction,
  type FrozenTrial,
  MedianError,
  ModelRegret,
  type ParamValue,
  RegretBound,
  type SearchSpace,
  StaticError,
  Terminator,
  type TrialState,
} from '../src/index.ts';
import { modelRegretOf } from '../src/terminator/model-regret-problem.ts';
import { regretOf } from '../src/terminator/regret-problem.ts';

/** What Optuna answered; terminator.answers.py says how it was asked. */
interface Case {
  direction: Direction;
  space: SearchSpace;
  trials: { params: Record<string, ParamValue>; value: number }[];
  bounds: number[];
  /** EMMR, by seed. */
  regrets: number[];
  /** The median error of EMMR. */
  error: number;
}

const CASES: Case[] = JSON.parse(readFileSync(new URL('./terminator.answers.json', import.meta.url), 'utf8'));

const mean = (values: number[]) => values.reduce((a, b) => a + b) / values.length;
const within = (own: number, real: number, share: number) =>
  assert.ok(Math.abs(own - real) <= share * Math.abs(real), `${own} is not ${real}`);
const completeOf = ({ space, trials }: Case) =>
  trials.map(({ params, value }, number) =>
    trialOf(number, 'COMPLETE', value, { params, distributions: space }),
  );
const trialOf = (number: number, state: TrialState, value: number, more: Partial<FrozenTrial> = {}) =>
  ({
    number,
    state,
    values: [value],
    params: {},
    distributions: {},
    systemAttrs: {},
    ...more,
  }) as FrozenTrial;

describe('terminator', () => {
  it('the bound of regret is that of Optuna', async () => {
    for (const one of CASES) {
      const { direction, bounds } = one;
      const frozen = completeOf(one);
      // Both look for the highest bound at random points of the space.
      const drawn = [0, 1, 2, 3].map((seed) =>
        regretOf(new RegretBound({ seed }).problem(frozen, direction)),
      );
      within(mean(drawn), mean(bounds), 0.1);
      assert.equal(await new RegretBound().evaluate(frozen, direction), drawn[0]);
    }
  });

  it('the regret of the model, and the median error of it, are those of Optuna', async () => {
    for (const one of CASES) {
      const frozen = completeOf(one);
      const drawn = one.regrets.map((_, seed) =>
        modelRegretOf(
          new ModelRegret({ seed }).problem(frozen, one.direction) as Parameters<typeof modelRegretOf>[0],
        ),
      );
      within(mean(drawn), mean(one.regrets), 0.05);
      assert.equal(await new ModelRegret().evaluate(frozen, one.direction), drawn[0]);
      const error = new MedianError(new ModelRegret(), { warmUpTrials: 5, nInitialTrials: 8 });
      within(await error.evaluate(frozen, one.direction), one.error, 0.005);
    }
    const [first] = completeOf(CASES[0] as Case);
    const few = first ? [first] : [];
    assert.ok((await new ModelRegret().evaluate(few, 'minimize')) > 1e300);
    assert.equal(
      (
        await new Terminator({
          improvement: new ModelRegret(),
          error: new MedianError(new ModelRegret()),
          minTrials: 1,
        }).advise(few, 'minimize')
      ).stop,
      false,
    );
  });

  it('stagnation, scores and the decision are those of Optuna', async () => {
    const score = fc.integer({ min: 0, max: 12 }).map((tenths) => tenths / 10);
    const trial = fc.record({
      state: fc.constantFrom('COMPLETE', 'COMPLETE', 'COMPLETE', 'PRUNED', 'FAIL'),
      value: score,
      scores: fc.array(score, { minLength: 2, maxLength: 6 }),
    });
    const cases = fc.sample(
      fc.record({
        direction: fc.constantFrom<Direction>('minimize', 'maximize'),
        most: fc.integer({ min: 0, max: 6 }),
        least: fc.integer({ min: 1, max: 10 }),
        trials: fc.array(trial, { minLength: 1, maxLength: 40 }),
      }),
      { numRuns: 150, seed: 4 },
    );
    const theirs = askOracle<{ left: number | null; error: number | null; stop: boolean }[]>(
      `
import json, sys, warnings, optuna
from optuna.terminator import *
warnings.simplefilter("ignore")
optuna.logging.set_verbosity(optuna.logging.ERROR)
answers = []
for case in json.load(sys.stdin):
    study = optuna.create_study(direction=case["direction"])
    for t in case["trials"]:
        state = getattr(optuna.trial.TrialState, t["state"])
        study.add_trial(optuna.trial.create_trial(state=state, value=None if t["state"] == "FAIL" else t["value"],
            system_attrs={"terminator:cv_scores": t["scores"]}))
    some = any(t["state"] == "COMPLETE" for t in case["trials"])
    evaluator = BestValueStagnationEvaluator(case["most"])
    answers.append({"left": evaluator.evaluate(study.trials, study.direction) if some else None,
        "error": CrossValidationErrorEvaluator().evaluate(study.trials, study.direction) if some else None,
        "stop": bool(Terminator(evaluator, min_n_trials=case["least"]).should_terminate(study))})
print(json.dumps(answers))
`,
      cases,
    );
    let stopped = 0;
    for (const [i, { direction, most, least, trials }] of cases.entries()) {
      const { left, error, stop } = theirs[i] as (typeof theirs)[number];
      const frozen = trials.map(({ state, value, scores }, number) =>
        trialOf(number, state as TrialState, value, { systemAttrs: { 'terminator:cv_scores': scores } }),
      );
      const improvement = new BestValueStagnation(most);
      const terminator = new Terminator({ improvement, error: new StaticError(0), minTrials: least });
      assert.equal((await terminator.advise(frozen, direction)).stop, stop);
      stopped += Number(stop);
      if (left === null || error === null) continue;
      assert.equal(improvement.evaluate(frozen, direction), left);
      assert.ok(Math.abs(new CrossValidationError().evaluate(frozen, direction) - error) < 1e-12);
    }
    assert.ok(stopped > 10);
  });

  it('says what it cannot tell', async () => {
    const trials = [trialOf(0, 'COMPLETE', 1)];
    const advise = (error: CrossValidationError) =>
      new Terminator({ improvement: new RegretBound(), error, minTrials: 1 }).advise(trials, 'minimize');
    await assert.rejects(
      advise(new CrossValidationError()),
      /Trial 0, the best, has no cross-validation scores/,
    );
    await assert.rejects(advise(new StaticError(0.1)), /No parameter is in all complete trials/);
    assert.throws(() => new BestValueStagnation(-1), /maxStagnationTrials=-1/);
  });
});
