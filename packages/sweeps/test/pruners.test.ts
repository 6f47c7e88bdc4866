import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { askOracle } from '../../../scripts/oracle.ts';
import { type Direction, type FrozenTrial, makePruner, type PrunerSetting } from '../src/index.ts';

/** Of the cases, so that they are the same in each run. */
const SEED = 2;

interface Case {
  name: string;
  setting: Exclude<PrunerSetting, string>;
  direction: Direction;
  /** Of each trial what it reports, in order; and its value, which the last one of a study does not have. */
  trials: { reports: [step: number, value: number][]; value: number; pruned: boolean; broken: number }[];
}

interface Answer {
  /** For each trial, whether it is to be pruned after each report. */
  decisions: boolean[][];
  /** Which trials compete with the last. */
  peers: number[];
  /** The rungs that trials have come to, and with what value. */
  rungs: Record<string, string>[];
}

/** Runs trials one after the other: each reports until it is pruned or at its end. */
const RUN = `
import json, sys, warnings, optuna
from optuna.pruners import *
optuna.logging.set_verbosity(optuna.logging.ERROR)
warnings.simplefilter("ignore")
KINDS = {"median": MedianPruner, "percentile": PercentilePruner, "successive_halving": SuccessiveHalvingPruner,
    "hyperband": HyperbandPruner, "threshold": ThresholdPruner, "wilcoxon": WilcoxonPruner, "nop": NopPruner}
def make(setting):
    if setting is None: return None
    options = {k: v for k, v in setting.items() if k != "name"}
    if setting["name"] == "patient": return PatientPruner(make(options.pop("wrapped", None)), **options)
    return KINDS[setting["name"]](**options)
answers = []
for case in json.load(sys.stdin):
    study = optuna.create_study(study_name=case["name"], direction=case["direction"], pruner=make(case["setting"]),
        sampler=optuna.samplers.RandomSampler(seed=1))
    decisions = []
    for one in case["trials"]:
        trial = study.ask()
        decided = []
        for step, value in one["reports"]:
            trial.report(float(value), step)
            decided.append(bool(trial.should_prune()))
            if decided[-1]: break
        decisions.append(decided)
        if one["broken"]: trial.storage.set_trial_system_attr(trial._trial_id, "constraints:c", 1.0)
        if any(decided) or one["pruned"]: study.tell(trial, state=optuna.trial.TrialState.PRUNED)
        else: study.tell(trial, float(one["value"]))
    filtered = optuna.pruners._filter_study(study, study.trials[-1])
    answers.append({"decisions": decisions, "peers": [t.number for t in filtered.get_trials()],
        "rungs": [{k: repr(float(v)) for k, v in t.system_attrs.items() if "rung" in k} for t in study.trials]})
print(json.dumps(answers))
`;

function decide({ name, setting, direction, trials: given }: Case): Answer {
  const pruner = makePruner(setting);
  const trials: FrozenTrial[] = [];
  const context = { studyName: name, direction, trials };
  const decisions = given.map(({ reports, value, pruned, broken }, number) => {
    const trial = {
      number,
      state: 'RUNNING',
      systemAttrs: {},
      intermediateValues: new Map(),
    } as unknown as FrozenTrial;
    trials.push(trial);
    const decided: boolean[] = [];
    for (const [step, reported] of reports) {
      trial.intermediateValues.set(step, reported);
      const notes: Record<string, unknown> = {};
      const note = (key: string, one: unknown) => {
        notes[key] = one;
      };
      decided.push(pruner.shouldPrune(trial, { ...context, note }));
      Object.assign(trial.systemAttrs, notes);
      if (decided.at(-1)) break;
    }
    if (broken) trial.systemAttrs['constraints:c'] = 1;
    trial.state = decided.includes(true) || pruned ? 'PRUNED' : 'COMPLETE';
    trial.values = trial.state === 'COMPLETE' ? [value] : null;
    return decided;
  });
  const peers = pruner.peersOf?.(trials.at(-1) as FrozenTrial, context) ?? trials;
  const rungs = trials.map(({ systemAttrs }) =>
    Object.fromEntries(
      Object.entries(systemAttrs)
        .filter(([key]) => key.includes('rung'))
        .map(([key, one]) => [key, String(one)]),
    ),
  );
  return { decisions, peers: peers.map(({ number }) => number), rungs };
}

const count = (most: number, least = 0) => fc.integer({ min: least, max: most });
const options = (shape: Record<string, fc.Arbitrary<unknown>>) => fc.record(shape, { requiredKeys: [] });
const interval = { n_warmup_steps: count(4), interval_steps: count(4, 1) };
const percentile = { n_startup_trials: count(4), ...interval, n_min_trials: count(3, 1) };
const plain: Record<string, fc.Arbitrary<Record<string, unknown>>> = {
  median: options(percentile),
  percentile: fc
    .tuple(fc.constantFrom(0, 10, 25, 50, 90, 100), options(percentile))
    .map(([share, rest]) => ({ percentile: share, ...rest })),
  successive_halving: fc.oneof(
    options({
      min_resource: count(4, 1),
      reduction_factor: count(4, 2),
      min_early_stopping_rate: count(2),
      bootstrap_count: count(3),
    }).map((one) => ('min_resource' in one ? one : { ...one, bootstrap_count: 0 })),
    options({ reduction_factor: count(4, 2) }),
  ),
  hyperband: fc.oneof(
    fc
      .tuple(count(3, 1), count(30, 3), options({ reduction_factor: count(4, 2), bootstrap_count: count(3) }))
      .map(([min_resource, max_resource, rest]) => ({ min_resource, max_resource, ...rest })),
    options({ min_resource: count(2, 1), reduction_factor: count(3, 2) }),
  ),
  threshold: fc.oneof(
    options(interval).map((rest) => ({ lower: -0.5, upper: 1, ...rest })),
    options(interval).map((rest) => ({ upper: 0.8, ...rest })),
  ),
  wilcoxon: options({ p_threshold: fc.constantFrom(0, 0.05, 0.1, 0.3, 0.6), n_startup_steps: count(5) }),
  nop: fc.constant({}),
};
const setting = (name: string) => (plain[name] as fc.Arbitrary<object>).map((rest) => ({ name, ...rest }));
const patient = fc
  .tuple(
    count(3),
    fc.constantFrom(0, 0.1, 0.5),
    fc.option(fc.oneof(...Object.keys(plain).map(setting)), { nil: undefined }),
  )
  .map(([patience, min_delta, wrapped]) => ({
    name: 'patient',
    patience,
    min_delta,
    ...(wrapped && { wrapped }),
  }));

const value = fc.oneof(
  { weight: 12, arbitrary: count(20, -20).map((tenths) => tenths / 10) },
  { weight: 3, arbitrary: fc.double({ min: -2, max: 2, noNaN: true }) },
  { weight: 1, arbitrary: fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY) },
);
/** Steps with gaps, now and then out of order. */
const reports = fc
  .tuple(
    fc.uniqueArray(count(24), { maxLength: 16 }),
    fc.array(value, { minLength: 16, maxLength: 16 }),
    count(4),
  )
  .map(([steps, values, order]) =>
    (order === 0 ? steps : steps.toSorted((a, b) => a - b)).map((step, i): [number, number] => [
      step,
      values[i] as number,
    ]),
  );
const outcome = {
  value: count(9, -9).map((tenths) => tenths / 10),
  pruned: count(9).map((one) => one === 0),
  broken: count(9).map((one) => Number(one === 0)),
};
const trial = fc.record({ reports, ...outcome });
/** Instances of a problem in any order, the same ones in most trials. */
const instances = fc.record({
  reports: fc
    .tuple(
      fc.shuffledSubarray([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], { minLength: 5 }),
      count(6),
      fc.array(fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), count(5)), {
        minLength: 10,
        maxLength: 10,
      }),
    )
    .map(([steps, worse, values]) =>
      steps.map((step): [number, number] => [step, worse / 5 + (values[step] as number)]),
    ),
  ...outcome,
});
const cases = (one: { name: string; settings: fc.Arbitrary<object> }) =>
  fc.record({
    name: fc.oneof(fc.string({ maxLength: 8, unit: 'grapheme-composite' }), fc.constant('sweep')),
    setting: one.settings as fc.Arbitrary<Case['setting']>,
    direction: fc.constantFrom<Direction>('minimize', 'maximize'),
    trials: fc.array(one.name === 'wilcoxon' ? instances : trial, { minLength: 2, maxLength: 24 }),
  });

describe('pruners decide as those of Optuna do', () => {
  const kinds = [
    ...Object.keys(plain).map((name) => ({ name, settings: setting(name) })),
    { name: 'patient', settings: patient },
  ];
  const samples = kinds.flatMap((one) => fc.sample(cases(one), { numRuns: 60, seed: SEED }));
  const asText = samples.map((one) => ({
    ...one,
    trials: one.trials.map((each) => ({
      ...each,
      reports: each.reports.map(([step, v]) => [step, String(v)]),
    })),
  }));
  const theirs = askOracle<Answer[]>(RUN, asText);
  for (const { name } of kinds) {
    it(name, () => {
      let pruned = 0;
      samples.forEach((one, index) => {
        if (one.setting.name !== name) return;
        const real = theirs[index] as Answer;
        const own = decide(one);
        const shown = JSON.stringify(asText[index]);
        assert.deepEqual(own.decisions, real.decisions, shown);
        assert.deepEqual(own.peers, real.peers, shown);
        assert.deepEqual(
          own.rungs.map((rungs) => Object.keys(rungs)),
          real.rungs.map((rungs) => Object.keys(rungs)),
          shown,
        );
        pruned += real.decisions.flat().filter(Boolean).length;
      });
      assert.ok(name === 'nop' ? pruned === 0 : pruned > 20, `${pruned} were pruned`);
    });
  }
});

it('says what is wrong with a setting', () => {
  const wrong: [PrunerSetting, RegExp][] = [
    [{ name: 'percentile', percentile: 101 }, /percentile=101 must be from 0 to 100/],
    [{ name: 'median', options: { interval_steps: 0 } }, /intervalSteps=0/],
    [{ name: 'successive_halving', bootstrap_count: 1 }, /minResource that is not auto/],
    [
      { name: 'hyperband', min_resource: 9, max_resource: 3 },
      /maxResource=3 must not be below minResource=9/,
    ],
    [{ name: 'hyperband', reduction_factor: 1 }, /reductionFactor=1/],
    ['threshold', /Give lower, upper, or both/],
    ['patient', /'patient' needs patience/],
    [{ name: 'patient', patience: 1, wrapped: 'mean' }, /no pruner 'mean'. Known are median, /],
    [{ name: 'wilcoxon', p: 1 }, /'wilcoxon' has no option p. Known are p_threshold, n_startup_steps/],
    ['toString', /no pruner 'toString'/],
  ];
  for (const [setting, message] of wrong) assert.throws(() => makePruner(setting), { message });
});
