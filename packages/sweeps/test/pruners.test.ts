import assert from 'node:assert/strict';
import { it } from 'node:test';
import { askOracle } from '../../../scripts/oracle.ts';
import { type FrozenTrial, MedianPruner, PercentilePruner } from '../src/index.ts';
import { Random } from '../src/random.ts';

const PRUNE = `
import json, sys, math, optuna
optuna.logging.set_verbosity(optuna.logging.ERROR)
number = lambda v: float(v)
answers = []
for case in json.load(sys.stdin):
    o = case["options"]
    pruner = optuna.pruners.PercentilePruner(case["percentile"], n_startup_trials=o["nStartupTrials"],
        n_warmup_steps=o["nWarmupSteps"], interval_steps=o["intervalSteps"], n_min_trials=o["nMinTrials"])
    study = optuna.create_study(direction=case["direction"], pruner=pruner)
    for i, steps in enumerate(case["trials"]):
        last = i == len(case["trials"]) - 1
        state = optuna.trial.TrialState.RUNNING if last else optuna.trial.TrialState.COMPLETE
        study.add_trial(optuna.trial.create_trial(state=state, value=None if last else 0.0,
            intermediate_values={s: number(v) for s, v in steps}))
    answers.append(bool(pruner.prune(study, study.trials[-1])))
print(json.dumps(answers))
`;

it('percentile pruner decides as the one of Optuna does', () => {
  const random = new Random(2);
  const cases = Array.from({ length: 300 }, () => {
    const value = () => (random.next() < 0.1 ? Number.NaN : Math.round(random.next() * 10) / 10);
    const trial = () =>
      Array.from({ length: random.below(6) }, (_, i): [number, number] => [
        i * (1 + random.below(2)),
        value(),
      ]);
    return {
      percentile: [10, 25, 50, 80][random.below(4)] as number,
      direction: random.next() < 0.5 ? ('minimize' as const) : ('maximize' as const),
      options: {
        nStartupTrials: random.below(4),
        nWarmupSteps: random.below(3),
        intervalSteps: 1 + random.below(3),
        nMinTrials: 1 + random.below(2),
      },
      trials: Array.from({ length: 2 + random.below(8) }, trial),
    };
  });
  const asText = cases.map((one) => ({
    ...one,
    trials: one.trials.map((steps) => steps.map(([s, v]) => [s, String(v)])),
  }));
  const theirs = askOracle<boolean[]>(PRUNE, asText);
  const ours = cases.map(({ percentile, direction, options, trials }) => {
    const frozen = trials.map(
      (steps, index) =>
        ({
          state: index === trials.length - 1 ? 'RUNNING' : 'COMPLETE',
          intermediateValues: new Map(steps),
        }) as FrozenTrial,
    );
    return new PercentilePruner(percentile, options).shouldPrune(frozen.at(-1) as FrozenTrial, {
      direction,
      trials: frozen,
    });
  });
  assert.deepEqual(ours, theirs);
  assert.ok(theirs.filter(Boolean).length > 20);
});

it('says what is wrong with options', () => {
  assert.throws(() => new PercentilePruner(101), /percentile=101 must be from 0 to 100/);
  assert.throws(() => new MedianPruner({ intervalSteps: 0 }), /intervalSteps=0/);
});
