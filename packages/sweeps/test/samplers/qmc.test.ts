import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { askOracle } from '../../../../scripts/oracle.ts';
import { categorical, float, int, QMCSampler, type SearchSpace } from '../../src/index.ts';
import { Halton } from '../../src/samplers/qmc/halton.ts';
import { Sobol } from '../../src/samplers/qmc/sobol.ts';
import { MemoryStudy } from '../memory-study.ts';

const SPACE: SearchSpace = {
  x: float(-5, 10),
  rate: float(1e-5, 1, { log: true }),
  grid: float(0, 1, { step: 0.1 }),
  depth: int(1, 30, { step: 3 }),
  width: int(1, 1000, { log: true }),
  kind: categorical(['a', "it's", null, true, 2, 0.5, 'é']),
};

const ASK = `
import json, sys, optuna
from scipy.stats import qmc
optuna.logging.set_verbosity(optuna.logging.ERROR)
space = {k: optuna.distributions.json_to_distribution(json.dumps(d)) for k, d in json.load(sys.stdin).items()}
studies = []
for kind in ("sobol", "halton"):
    study = optuna.create_study(sampler=optuna.samplers.QMCSampler(qmc_type=kind))
    # The first trial gives the space.
    first = {k: d.choices[0] if hasattr(d, "choices") else d.low for k, d in space.items()}
    study.add_trial(optuna.trial.create_trial(value=0, distributions=space, params=first))
    for _ in range(40):
        study.tell(study.ask(space), 0)
    studies.append({"params": [t.params for t in study.trials[1:]], "attrs": study._storage.get_study_system_attrs(study._study_id)})
print(json.dumps({
    "sobol": qmc.Sobol(256, scramble=False).random(128).tolist(),
    "halton": qmc.Halton(40, scramble=False).random(128).tolist(),
    "studies": studies,
}))
`;

interface Answer {
  sobol: number[][];
  halton: number[][];
  studies: { params: Record<string, unknown>[]; attrs: Record<string, unknown> }[];
}

describe('quasi-random sequences', () => {
  const theirs = askOracle<Answer>(ASK, SPACE);

  it('are those of SciPy', () => {
    const [sobol, halton] = [new Sobol(256), new Halton(40)];
    theirs.sobol.forEach((point, index) => {
      assert.deepEqual(sobol.point(index), point);
    });
    theirs.halton.forEach((point, index) => {
      const own = halton.point(index);
      assert.ok(own.every((x, i) => Math.abs(x - (point[i] as number)) < 1e-14));
    });
  });

  it('suggest what Optuna suggests, and count on where it left off', () => {
    (['sobol', 'halton'] as const).forEach((kind, i) => {
      const { params, attrs } = theirs.studies[i] as Answer['studies'][0];
      const study = new MemoryStudy({ sampler: new QMCSampler({ seed: 1, kind }), space: SPACE });
      study.optimize(() => 0, params.length);
      for (const [number, own] of study.params.entries()) {
        for (const [name, value] of Object.entries(own)) {
          const real = params[number]?.[name];
          const same =
            typeof value === 'number' && typeof real === 'number'
              ? Math.abs(value - real) <= 1e-12 * Math.abs(real)
              : value === real;
          assert.ok(same, `${kind} ${number} ${name}: ${value} is not ${real}`);
        }
      }
      assert.deepEqual(study.systemAttrs, attrs);
    });
  });

  it('are even in every dimension when they are scrambled, and differ by seed', () => {
    const [one, other] = [new Sobol(6, 1), new Sobol(6, 2)];
    const points = Array.from({ length: 256 }, (_, i) => one.point(i));
    for (let d = 0; d < 6; d++) {
      const cells = new Set(points.map((point) => Math.floor((point[d] as number) * 256)));
      assert.equal(cells.size, 256);
    }
    // Sobol's first two dimensions are a net: any box of the same area has as many points.
    const boxes = new Set(
      points.map(([x, y]) => 64 * Math.floor(Number(x) * 64) + Math.floor(Number(y) * 4)),
    );
    assert.equal(boxes.size, 256);
    assert.notDeepEqual(one.point(5), other.point(5));
    assert.deepEqual(one.point(5), new Sobol(6, 1).point(5));
    const halton = new Halton(3, 4);
    const thirds = Array.from({ length: 243 }, (_, i) => Math.floor((halton.point(i)[1] as number) * 243));
    assert.equal(new Set(thirds).size, 243);
  });

  it('say where they end', () => {
    assert.throws(() => new Sobol(257), /256 parameters, not 257: use halton/);
  });
});
