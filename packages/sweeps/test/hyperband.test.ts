import assert from 'node:assert/strict';
import { it } from 'node:test';
import { askOracle } from '../../../scripts/oracle.ts';
import { type FrozenTrial, float, HyperbandPruner, makePruner, type Sampler, Study } from '../src/index.ts';
import { openStore, temporaryDatabase } from './temporary.ts';

it('Hyperband has the brackets of Optuna', () => {
  const shapes = [2, 3, 4, 5, 7, 10].flatMap((factor) =>
    [1, 2, 3].flatMap((least) =>
      [0, 1, 2, 3, 4, 5, 6].flatMap((power) =>
        [0, 1, -1].map((more) => ({ factor, least, most: least * factor ** power + more })),
      ),
    ),
  );
  const sensible = shapes.filter(({ least, most }) => most >= least);
  const theirs = askOracle<number[][]>(
    `
import json, sys, optuna
optuna.logging.set_verbosity(optuna.logging.ERROR)
answers = []
study = optuna.create_study(study_name="größer")
for case in json.load(sys.stdin):
    pruner = optuna.pruners.HyperbandPruner(min_resource=case["least"], max_resource=case["most"], reduction_factor=case["factor"])
    pruner._try_initialization(study)
    trials = [optuna.trial.FrozenTrial(n, optuna.trial.TrialState.RUNNING, None, None, None, {}, {}, {}, {}, {}, n) for n in range(40)]
    own = [pruner._get_bracket_id(study, t) for t in trials]
    answers.append([n for n in range(40) if own[n] == own[0]])
print(json.dumps(answers))
`,
    sensible,
  );
  const trials = Array.from({ length: 40 }, (_, number) => ({ number }) as FrozenTrial);
  sensible.forEach(({ factor, least, most }, i) => {
    const pruner = new HyperbandPruner({ minResource: least, maxResource: most, reductionFactor: factor });
    const peers = pruner.peersOf(trials[0] as FrozenTrial, {
      studyName: 'größer',
      trials,
    });
    assert.deepEqual(
      peers.map(({ number }) => number),
      theirs[i],
      JSON.stringify(sensible[i]),
    );
  });
});

it('workers of Optuna go by the rungs of ours, and samplers by their bracket', async () => {
  const path = temporaryDatabase();
  const store = await openStore(path);
  const seen: number[][] = [];
  const sampler: Sampler = {
    name: 'watchful',
    relativeSpace: ({ trials }) => {
      seen.push(trials.map(({ number }) => number));
      return {};
    },
    sampleRelative: () => ({ params: {} }),
    sampleIndependent: () => 0.5,
  };
  const pruner = makePruner({ name: 'hyperband', max_resource: 9 });
  const study = await Study.open({ store, name: 'bands', direction: 'maximize', sampler, pruner });
  for (let number = 0; number < 12; number++) {
    const running = await study.ask({ x: float(0, 1) });
    let pruned = false;
    for (let step = 1; step <= 9 && !pruned; step++) {
      await running.report(((number * 7) % 5) + step / 10, step);
      pruned = await running.shouldPrune();
    }
    await (pruned ? running.tell('PRUNED') : running.tell('COMPLETE', 1));
  }
  const own = (await study.trials()).map(({ state, systemAttrs }) => [state, systemAttrs]);
  await store.close();
  const real = askOracle<{ trials: [string, object][]; peers: number[][]; next: boolean }>(
    `
import json, sys, optuna
optuna.logging.set_verbosity(optuna.logging.ERROR)
study = optuna.load_study(study_name="bands", storage="sqlite:///" + json.load(sys.stdin),
    pruner=optuna.pruners.HyperbandPruner(max_resource=9))
study.pruner._try_initialization(study)
peers = [[t.number for t in optuna.pruners._filter_study(study, one).get_trials() if t.number <= one.number] for one in study.trials]
trials = [(t.state.name, t.system_attrs) for t in study.trials]
trial = study.ask()
for step in range(1, 10): trial.report(-1.0, step)
print(json.dumps({"trials": trials, "peers": peers, "next": bool(trial.should_prune())}))
`,
    path,
  );
  assert.deepEqual(own, real.trials);
  assert.deepEqual(seen, real.peers);
  assert.equal(real.next, true);
  assert.ok(own.some(([state]) => state === 'PRUNED'));
});
