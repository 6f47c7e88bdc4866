import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { askOracle } from '../../../scripts/oracle.ts';
import { leavesOf, spreadOf } from '../src/importance/fanova/leaves.ts';
import { categoricalVariance, numericVariance } from '../src/importance/fanova/marginal.ts';
import {
  categorical,
  type Direction,
  evaluateImportance,
  Fanova,
  type FrozenTrial,
  float,
  type Importances,
  int,
  MeanDecreaseImpurity,
  normalize,
  PedAnova,
  RandomSampler,
  readTrials,
} from '../src/index.ts';
import { MemoryStudy, type MemoryTrial, type Objective } from './memory-study.ts';

type Problem = { objective: Objective; directions: Direction[]; trials: number };

const x = (trial: MemoryTrial, name: string, low = 0, high = 1) =>
  trial.suggest<number>(name, float(low, high));
const PROBLEMS: Record<string, Problem> = {
  linear: {
    directions: ['minimize'],
    trials: 120,
    objective: (t) => 5 * x(t, 'a') + 2 * x(t, 'b') + 0.5 * x(t, 'c'),
  },
  mixed: {
    directions: ['maximize'],
    trials: 200,
    objective: (t) => {
      const rate = t.suggest<number>('rate', float(1e-4, 1, { log: true }));
      const layers = t.suggest<number>('layers', int(1, 9, { step: 2 }));
      const kind = t.suggest<string>('kind', categorical(['relu', 'tanh', 'gelu', 'elu']));
      const width = t.suggest<number>('width', int(2, 512, { log: true }));
      const quarter = t.suggest<number>('quarter', float(0, 2, { step: 0.25 }));
      t.suggest('fixed', int(3, 3));
      return (
        -Math.abs(rate - 0.4) * 4 +
        0.15 * layers +
        ({ relu: 1, tanh: 0, gelu: 1.5, elu: 0.2 }[kind] ?? 0) +
        width / 900 -
        quarter / 4
      );
    },
  },
  branin: {
    directions: ['minimize'],
    trials: 150,
    objective: (t) => {
      const [a, b] = [x(t, 'a', -5, 10), x(t, 'b', 0, 15)];
      return (
        (b - (5.1 * a * a) / (4 * Math.PI ** 2) + (5 * a) / Math.PI - 6) ** 2 +
        10 * (1 - 1 / (8 * Math.PI)) * Math.cos(a) +
        10
      );
    },
  },
  tree: {
    directions: ['minimize'],
    trials: 160,
    objective: (t) => {
      const kind = t.suggest<string>('kind', categorical(['svm', 'forest']));
      const noise = x(t, 'noise');
      if (kind === 'svm')
        return Math.log10(t.suggest<number>('c', float(1e-3, 1e3, { log: true }))) ** 2 + noise / 5;
      const depth = t.suggest<number>('depth', int(1, t.frozen.number % 2 ? 6 : 12));
      return 3 - depth / 4 + noise / 5;
    },
  },
  tiny: { directions: ['minimize'], trials: 4, objective: (t) => x(t, 'a') + x(t, 'b') },
  equal: { directions: ['minimize'], trials: 30, objective: (t) => Math.min(1, 2 * Math.round(x(t, 'a'))) },
  several: {
    directions: ['minimize', 'maximize'],
    trials: 120,
    objective: (t) => {
      const [a, b, c] = [x(t, 'a'), x(t, 'b'), x(t, 'c')];
      return [a + 0.1 * c, b - a * a];
    },
  },
};

const studies = Object.entries(PROBLEMS).map(([name, { objective, directions, trials }], seed) => {
  const study = new MemoryStudy({ sampler: new RandomSampler({ seed }), directions }).optimize(
    objective,
    trials,
  );
  // Some that do not count.
  (study.trials[1] as FrozenTrial).state = 'PRUNED';
  if (trials > 20) (study.trials[7] as FrozenTrial).values = directions.map(() => Number.POSITIVE_INFINITY);
  return { name, directions, trials: study.trials };
});

interface Answers {
  ped: Importances;
  options: Importances;
  target: Importances;
  fanova: Importances | null;
  impurity: Importances | null;
  /** Trees of scikit-learn, and how much Optuna says they vary with each parameter. */
  trees: {
    feature: number[];
    threshold: number[];
    left: number[];
    right: number[];
    value: number[];
    bounds: [number, number][];
    params: number[][];
    variance: number;
    marginal: number[];
  }[];
}

const ASK = `
import json, sys, warnings, numpy as np, optuna
from optuna.importance import *
from optuna.importance._fanova._tree import _FanovaTree
from optuna._transform import _SearchSpaceTransform
from optuna.distributions import json_to_distribution
from sklearn.ensemble import RandomForestRegressor
optuna.logging.set_verbosity(optuna.logging.ERROR)
warnings.simplefilter("ignore")
answers = []
for case in json.load(sys.stdin):
    study = optuna.create_study(directions=case["directions"])
    for t in case["trials"]:
        study.add_trial(optuna.trial.create_trial(state=getattr(optuna.trial.TrialState, t["state"]),
            values=[float(v) for v in t["values"]], params=t["params"],
            distributions={k: json_to_distribution(json.dumps(d)) for k, d in t["distributions"].items()}))
    sign = -1 if case["directions"][-1] == "maximize" else 1
    ask = lambda evaluator, **more: get_param_importances(study, evaluator=evaluator, **more)
    answer = {"ped": ask(PedAnovaImportanceEvaluator()),
        "options": ask(PedAnovaImportanceEvaluator(target_quantile=0.2, region_quantile=0.7), normalize=False),
        "target": ask(PedAnovaImportanceEvaluator(evaluate_on_local=False), target=lambda t: sign * t.values[-1]),
        "fanova": None, "impurity": None, "trees": []}
    if len(case["directions"]) == 1:
        space = {k: d for k, d in optuna.search_space.intersection_search_space(study.trials).items()}
        for key, kind in (("fanova", FanovaImportanceEvaluator), ("impurity", MeanDecreaseImpurityImportanceEvaluator)):
            many = [ask(kind(seed=seed), normalize=False) for seed in range(3)] if case["name"] != "equal" else [ask(kind(seed=0))]
            answer[key] = {k: float(np.mean([one[k] for one in many])) for k in space}
        open = {k: d for k, d in space.items() if not d.single()}
        trials = [t for t in study.get_trials(states=[optuna.trial.TrialState.COMPLETE]) if np.isfinite(t.value)]
        trans = _SearchSpaceTransform(open, transform_log=False, transform_step=False)
        forest = RandomForestRegressor(n_estimators=3, random_state=0).fit(np.array([trans.transform(t.params) for t in trials]), [t.value for t in trials])
        for one in forest.estimators_:
            tree, mine = one.tree_, _FanovaTree(one.tree_, trans.bounds)
            answer["trees"].append({"feature": tree.feature.tolist(), "threshold": tree.threshold.tolist(),
                "left": tree.children_left.tolist(), "right": tree.children_right.tolist(), "value": tree.value.reshape(-1).tolist(),
                "bounds": trans.bounds.tolist(), "params": [c.tolist() for c in trans.column_to_encoded_columns],
                "variance": float(mine.variance),
                "marginal": [float(mine.get_marginal_variance(c)) for c in trans.column_to_encoded_columns] if mine.variance > 0 else []})
    answers.append(answer)
print(json.dumps(answers))
`;

describe('importance', () => {
  const asText = studies.map((study) => ({
    ...study,
    trials: study.trials.map((trial) => ({ ...trial, values: trial.values?.map(String) })),
  }));
  const theirs = askOracle<Answers[]>(ASK, asText);
  const close = (own: Importances, real: Importances, tolerance: number, what: string) => {
    assert.deepEqual(Object.keys(own).sort(), Object.keys(real).sort(), what);
    for (const [name, value] of Object.entries(real)) {
      const found = own[name] as number;
      assert.ok(Math.abs(found - value) <= tolerance, `${what}: ${name} is ${found}, not ${value}`);
    }
  };
  for (const [index, { name, trials, directions }] of studies.entries()) {
    const real = theirs[index] as Answers;
    const data = readTrials(trials, directions);

    it(`PED-ANOVA of ${name} is that of Optuna`, () => {
      close(evaluateImportance('ped_anova', data), real.ped, 1e-9, 'by default');
      close(
        new PedAnova({ targetQuantile: 0.2, regionQuantile: 0.7 }).evaluate(data),
        real.options,
        1e-9,
        'options',
      );
      const last = readTrials(trials, directions, directions.length - 1);
      close(
        normalize(new PedAnova({ evaluateOnLocal: false }).evaluate(last)),
        real.target,
        1e-9,
        'in the space',
      );
    });

    it(`what a tree of ${name} says of a parameter is what Optuna says`, () => {
      for (const { bounds, params, variance, marginal, ...nodes } of real.trees) {
        const leaves = leavesOf({ ...nodes, weight: [], impurity: [] }, bounds);
        const spread = spreadOf(leaves);
        assert.ok(Math.abs(spread.variance - variance) <= 1e-9 * Math.max(variance, 1));
        marginal.forEach((wanted, param) => {
          const [feature, ...more] = params[param] as [number];
          const [low, high] = bounds[feature] as [number, number];
          const own =
            more.length > 0
              ? categoricalVariance(leaves, params[param] as number[], spread.mean)
              : numericVariance(leaves, feature, low, high, spread.mean);
          assert.ok(Math.abs(own - wanted) <= 1e-9 * Math.max(wanted, 1), `${own} is not ${wanted}`);
        });
      }
    });

    if (directions.length > 1) continue;
    it(`forests of ${name} find as much as those of scikit-learn`, () => {
      for (const [kind, answer] of [
        [Fanova, real.fanova],
        [MeanDecreaseImpurity, real.impurity],
      ] as const) {
        const own = new kind({ trees: 192 }).evaluate(data);
        const found = name === 'equal' ? normalize(own) : own;
        close(found, answer as Importances, name === 'tiny' ? 0.12 : 0.03, kind.name);
        const entries = Object.entries(answer as Importances);
        for (const [better, most] of entries) {
          for (const [worse, less] of entries) {
            if (most > less + 0.03)
              assert.ok((found[better] as number) > (found[worse] as number), kind.name);
          }
        }
      }
    });
  }

  it('says what cannot be asked', () => {
    const { trials, directions } = studies.at(-1) as (typeof studies)[number];
    assert.throws(() => readTrials(trials, directions, 2), /no objective 2: the study has 2/);
    assert.throws(() => readTrials(trials, directions, 0, ['z']), /No complete trial has a param z/);
    assert.throws(() => evaluateImportance('fanova', readTrials(trials, directions)), /name one as target/);
    assert.throws(
      () => evaluateImportance('shap', readTrials(trials, directions)),
      /Known are ped_anova, fanova/,
    );
    assert.throws(() => new PedAnova({ targetQuantile: 0.5, regionQuantile: 0.5 }), /must hold/);
    assert.deepEqual(evaluateImportance('fanova', readTrials([], ['minimize'])), {});
  });
});
