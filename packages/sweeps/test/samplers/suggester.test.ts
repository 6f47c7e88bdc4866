import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  categorical,
  float,
  int,
  makeSampler,
  PartialFixedSampler,
  RandomSampler,
  SAMPLER_NAMES,
  TPESampler,
} from '../../src/index.ts';
import { SpaceGroups } from '../../src/samplers/spaces/groups.ts';
import { IntersectionSpace } from '../../src/samplers/spaces/intersection.ts';
import { MemoryStudy, type MemoryTrial } from '../memory-study.ts';

/** A space that has the shape of a tree. */
const tree = (trial: MemoryTrial) => {
  const both = trial.suggest<number>('both', float(0, 1));
  if (trial.suggest('kind', categorical(['svm', 'net'])) === 'svm')
    return both + Math.abs(Math.log10(trial.suggest('c', float(1e-3, 1e3, { log: true }))));
  const layers = trial.suggest<number>('layers', int(1, 3));
  let sum = both;
  for (let i = 0; i < layers; i++) sum += trial.suggest<number>(`units${i}`, int(1, 64)) / 64;
  return sum;
};

describe('a tree-shaped space', () => {
  it('is searched by every sampler that does not need to know it beforehand', () => {
    for (const name of SAMPLER_NAMES) {
      if (['grid', 'bruteforce'].includes(name)) continue;
      const setting = name === 'tpe' ? { name, options: { group: true } } : name;
      const run = () => new MemoryStudy({ sampler: makeSampler(setting, 6) }).optimize(tree, 40);
      const study = run();
      assert.ok(
        study.params.every(
          ({ kind, c, layers }) =>
            (kind === 'svm') === (c !== undefined) && (kind === 'net') === (layers !== undefined),
        ),
      );
      assert.deepEqual(run().params, study.params, `${name} repeats under a seed`);
    }
  });

  it('is the intersection of its trials, or groups of parameters that appear together', () => {
    const study = new MemoryStudy({ sampler: new RandomSampler({ seed: 2 }) }).optimize(tree, 60);
    assert.deepEqual(Object.keys(new IntersectionSpace().of(study.trials)), ['both', 'kind']);
    const groups = new SpaceGroups().of(study.trials).map((group) => Object.keys(group).join());
    assert.deepEqual(groups.sort(), ['both,kind', 'c', 'layers,units0', 'units1', 'units2']);
  });

  it('looks at each trial once, and begins anew with another study', () => {
    const space = new IntersectionSpace();
    const study = new MemoryStudy({ sampler: new RandomSampler({ seed: 2 }), space: { a: float(0, 1) } });
    assert.deepEqual(space.of(study.view.trials), {});
    study.optimize(() => 1, 3);
    assert.deepEqual(Object.keys(space.of(study.view.trials)), ['a']);
    const other = new MemoryStudy({ sampler: new RandomSampler({ seed: 2 }), space: { b: int(0, 1) } });
    assert.deepEqual(
      space.of(other.optimize(() => 1, 1).trials.map((trial) => ({ ...trial, trialId: 99 }))),
      {
        b: int(0, 1),
      },
    );
  });
});

describe('what comes first', () => {
  const sampler = () => new TPESampler({ seed: 1, nStartupTrials: 2 });

  it('is what an enqueued trial fixes, then the only value there is', () => {
    const study = new MemoryStudy({ sampler: sampler() });
    const trial = study.ask({ x: 0.25, kind: 'b' });
    assert.equal(trial.suggest('x', float(0, 1)), 0.25);
    assert.equal(trial.suggest('kind', categorical(['a', 'b'])), 'b');
    assert.equal(trial.suggest('one', int(3, 3)), 3);
    assert.equal(trial.suggest('x', float(0, 1)), 0.25);
    assert.throws(() => trial.suggest('x', int(0, 1)), /has 'x' already, of another kind/);
    assert.throws(() => study.ask({ kind: 'z' }).suggest('kind', categorical(['a'])), /"z" is none of/);
  });

  it('is what a PartialFixedSampler was given; the others are sampled', () => {
    const study = new MemoryStudy({ sampler: sampler() }).optimize(tree, 10);
    study.sampler = new PartialFixedSampler({ kind: 'svm', c: 1 }, study.sampler);
    study.optimize(tree, 10);
    const after = study.params.slice(10);
    assert.ok(after.every(({ kind, c }) => kind === 'svm' && c === 1));
    assert.equal(new Set(after.map(({ both }) => both)).size, 10);
  });
});

describe('names of samplers', () => {
  it('have options, which are checked', () => {
    assert.equal(makeSampler('tpe', 1).name, 'tpe');
    assert.equal(makeSampler({ name: 'qmc', options: { kind: 'halton' } }, 1).name, 'qmc');
    assert.throws(() => makeSampler('tpee', 1), /no sampler 'tpee'. Known are tpe, random/);
    assert.throws(
      () => makeSampler({ name: 'tpe', options: { gama: 1 } }, 1),
      /no option gama. Known are n_startup/,
    );
    assert.throws(
      () => makeSampler({ name: 'tpe', options: { group: true, multivariate: false } }, 1),
      /group=true/,
    );
    const fixed = makeSampler({ name: 'partialfixed', options: { fixed: { x: 1 }, base: 'random' } }, 1);
    const study = new MemoryStudy({ sampler: fixed, space: { x: float(0, 2), y: float(0, 2) } });
    assert.equal(study.ask().frozen.params.x, 1);
  });
});
