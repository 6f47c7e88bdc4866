import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { askOracle } from '../../../../scripts/oracle.ts';
import {
  BruteForceSampler,
  categorical,
  type Distribution,
  float,
  int,
  type ParamValue,
  PartialFixedSampler,
  RandomSampler,
  type TrialState,
} from '../../src/index.ts';
import { Random } from '../../src/random.ts';
import { MemoryStudy, type MemoryTrial } from '../memory-study.ts';

const DRAWS = 2000;
/** The distance of two samples of this size is larger once in a thousand. */
const FAR = 1.95 * Math.sqrt(2 / DRAWS);

const RANDOM = `
import json, sys, optuna
from optuna.distributions import json_to_distribution
optuna.logging.set_verbosity(optuna.logging.ERROR)
given = json.load(sys.stdin)
study = optuna.create_study(sampler=optuna.samplers.RandomSampler(seed=11))
answers = []
for d in given["distributions"]:
    d = json_to_distribution(json.dumps(d))
    trial = study.ask()
    sample = study.sampler.sample_independent
    frozen = study._storage.get_trial(trial._trial_id)
    answers.append([d.to_internal_repr(sample(study, frozen, "x", d)) for _ in range(given["draws"])])
print(json.dumps(answers))
`;

it('RandomSampler draws what the one of Optuna draws', () => {
  const distributions: Distribution[] = [
    float(-3, 7),
    float(1e-6, 10, { log: true }),
    float(0, 1, { step: 0.25 }),
    int(-2, 5),
    int(3, 30, { step: 4 }),
    int(1, 100, { log: true }),
    categorical(['a', 'b', 'c']),
  ];
  const theirs = askOracle<number[][]>(RANDOM, { distributions, draws: DRAWS });
  const study = new MemoryStudy({ sampler: new RandomSampler({ seed: 12 }) });
  distributions.forEach((distribution, index) => {
    const own = Array.from({ length: DRAWS }, () => {
      const value = study.ask().suggest('x', distribution);
      return distribution.name === 'CategoricalDistribution'
        ? distribution.attributes.choices.indexOf(value)
        : (value as number);
    });
    const distance = farthest(own, theirs[index] as number[]);
    assert.ok(distance < FAR, `${JSON.stringify(distribution)}: ${distance}`);
  });
});

/** How far the distribution functions of two samples are apart at most (Kolmogorov and Smirnov). */
function farthest(a: number[], b: number[]): number {
  const share = (sample: number[], x: number) => sample.filter((value) => value <= x).length / sample.length;
  return Math.max(...[...new Set([...a, ...b])].map((x) => Math.abs(share(a, x) - share(b, x))));
}

/** A parameter, and by its value what is asked for next; null ends the trial. */
interface Node {
  name: string;
  distribution: Distribution;
  next: (Node | null)[];
}

const BRUTE_FORCE = `
import json, sys, warnings, optuna
from optuna.distributions import json_to_distribution
from optuna.trial import TrialState, create_trial
warnings.simplefilter("ignore")
optuna.logging.set_verbosity(optuna.logging.ERROR)
def objective(trial, node):
    while node:
        d = json_to_distribution(json.dumps(node["distribution"]))
        value = trial._suggest(node["name"], d)
        values = list(d.choices) if hasattr(d, "choices") else [
            d.low + i * d.step for i in range(int((d.high - d.low) / d.step + 1e-8) + 1)]
        node = node["next"][min(range(len(values)), key=lambda i: values[i] != value if hasattr(d, "choices") else abs(values[i] - value))]
    return 0.0
answers = []
for case in json.load(sys.stdin):
    sampler = optuna.samplers.BruteForceSampler(seed=1, avoid_premature_stop=case["strict"])
    study = optuna.create_study(sampler=sampler)
    for t in case["before"]:
        study.add_trial(create_trial(state=TrialState[t["state"]], value=0.0 if t["state"] == "COMPLETE" else None,
            params=t["params"], distributions={k: json_to_distribution(json.dumps(d)) for k, d in t["distributions"].items()}))
    try:
        study.optimize(lambda trial: objective(trial, case["root"]), n_trials=60)
        answers.append([sorted(t.params.items()) for t in study.trials[len(case["before"]):]])
    except ValueError:
        answers.append("error")
print(json.dumps(answers))
`;

describe('BruteForceSampler', () => {
  const leaf = (name: string, distribution: Distribution, count: number): Node => ({
    name,
    distribution,
    next: Array(count).fill(null),
  });
  const flat: Node = {
    name: 'kind',
    distribution: categorical(['a', 'b']),
    next: [leaf('n', int(0, 3), 4), leaf('n', int(0, 3), 4)],
  };
  const tree: Node = {
    name: 'kind',
    distribution: categorical(['x', 'ab', 'none']),
    next: [
      leaf('x', float(0, 1, { step: 0.25 }), 5),
      { name: 'a', distribution: int(1, 3), next: [3, 2, 1].map((n) => leaf('b', int(4 - n, 3), n)) },
      null,
    ],
  };
  const endless = leaf('x', float(0, 1), 0);
  /** Trials that walked down a tree before, some not to its end. */
  const walked = (random: Random, root: Node) =>
    Array.from({ length: 1 + random.below(5) }, () => {
      const params: Record<string, ParamValue> = {};
      const distributions: Record<string, Distribution> = {};
      for (let node: Node | null = root; node; ) {
        const index: number = random.below(node.next.length);
        const { distribution } = node;
        params[node.name] =
          distribution.name === 'CategoricalDistribution'
            ? (distribution.attributes.choices[index] as ParamValue)
            : distribution.attributes.low + index * (distribution.attributes.step as number);
        distributions[node.name] = distribution;
        node = node.next[index] ?? null;
      }
      const states = ['COMPLETE', 'PRUNED', 'FAIL', 'RUNNING'] as const;
      return { state: states[random.below(4)] as TrialState, params, distributions };
    });

  it('tries what the one of Optuna tries, whatever was tried before, and refuses what it refuses', () => {
    const random = new Random(5);
    const changed = { state: 'COMPLETE', params: { kind: 'a' }, distributions: { kind: categorical(['a']) } };
    const cases = [
      ...[flat, tree].flatMap((root) =>
        Array.from({ length: 12 }, (_, i) => ({
          root,
          strict: i % 2 === 1,
          before: i < 2 ? [] : walked(random, root),
        })),
      ),
      { root: endless, strict: false, before: [] },
      { root: flat, strict: false, before: [changed as ReturnType<typeof walked>[number]] },
    ];
    const theirs = askOracle<(unknown[] | 'error')[]>(BRUTE_FORCE, cases);
    const own = cases.map(({ root, strict, before }) => {
      const sampler = new BruteForceSampler({ seed: 2, avoidPrematureStop: strict });
      const study = new MemoryStudy({ sampler });
      for (const { state, params, distributions } of before) {
        const { frozen } = study.ask();
        study.trials[frozen.number] = { ...frozen, state, params, distributions };
      }
      try {
        return exhaust(study, root);
      } catch {
        return 'error';
      }
    });
    const inOrder = (tried: unknown[] | 'error' | undefined) =>
      Array.isArray(tried) ? tried.map((params) => JSON.stringify(params)).sort() : tried;
    own.forEach((tried, i) => {
      assert.deepEqual(inOrder(tried), inOrder(theirs[i]), JSON.stringify(cases[i]?.before));
    });
  });

  /** Params in order of name. */
  function exhaust(study: MemoryStudy, root: Node): unknown[] {
    const tried: unknown[] = [];
    do {
      const trial = study.ask();
      for (let node: Node | null = root; node; ) node = step(trial, node);
      study.tell(trial, 0);
      tried.push(Object.entries(trial.frozen.params).sort(([a], [b]) => (a < b ? -1 : 1)));
    } while (tried.length < 60 && !study.sampler.isExhausted?.(study.view));
    return tried;
  }

  function step(trial: MemoryTrial, { name, distribution, next }: Node): Node | null {
    const value = trial.suggest(name, distribution);
    const { attributes } = distribution;
    const index =
      'choices' in attributes
        ? attributes.choices.indexOf(value)
        : Math.round(((value as number) - attributes.low) / (attributes.step ?? 1));
    return next[index] ?? null;
  }
});

const FIXED = `
import json, sys, warnings, optuna
from optuna.distributions import json_to_distribution
warnings.simplefilter("ignore")
optuna.logging.set_verbosity(optuna.logging.ERROR)
answers = []
for d, value in json.load(sys.stdin):
    study = optuna.create_study(sampler=optuna.samplers.PartialFixedSampler({"x": value}, optuna.samplers.RandomSampler(seed=1)))
    trial = study.ask()
    try:
        given = trial._suggest("x", json_to_distribution(json.dumps(d)))
        answers.append(given)
    except (ValueError, TypeError):
        answers.append("error")
print(json.dumps(answers))
`;

it('PartialFixedSampler fixes what the one of Optuna fixes, out of range as well, and refuses what it refuses', () => {
  const cases: [Distribution, ParamValue][] = [
    [float(0, 1), 0.25],
    [float(0, 1), 7],
    [float(0, 1), 'much'],
    [float(0, 1, { step: 0.5 }), 0.3],
    [float(2, 2), 0.5],
    [int(0, 9), 4],
    [int(0, 9), -4],
    [int(3, 3), 5],
    [categorical(['a', 'b']), 'b'],
    [categorical(['a', 'b']), 'z'],
    [categorical([1, null, true]), null],
  ];
  const own = cases.map(([distribution, value]) => {
    const sampler = new PartialFixedSampler({ x: value }, new RandomSampler({ seed: 1 }));
    try {
      return new MemoryStudy({ sampler }).ask().suggest('x', distribution);
    } catch {
      return 'error';
    }
  });
  assert.deepEqual(own, askOracle(FIXED, cases));
});
