import { type Kind, readSetting, type Setting, settingSchema } from '../by-name.ts';
import type { ParamValue } from '../distribution.ts';
import { BruteForceSampler } from './bruteforce/bruteforce.ts';
import { CmaEsSampler } from './cmaes/cmaes.ts';
import { GPSampler } from './gp/gp.ts';
import { GridSampler } from './grid/grid.ts';
import { CROSSOVERS } from './nsga/genetic.ts';
import { NSGAIISampler } from './nsga/nsgaii.ts';
import { NSGAIIISampler } from './nsga/nsgaiii.ts';
import { PartialFixedSampler } from './partial-fixed.ts';
import { QMCSampler } from './qmc/qmc.ts';
import { RandomSampler } from './random.ts';
import type { Sampler } from './sampler.ts';
import { TPESampler } from './tpe/tpe.ts';

/** A sampler as manifests name it: `tpe`, or `{ name: tpe, options: { multivariate: false } }`. */
export type SamplerSetting = Setting;

interface SamplerKind extends Kind {
  /** @param options by the names that the constructors have */
  make(options: Record<string, never>, seed: number): Sampler;
}

const COUNT = { type: 'integer', minimum: 0 };
const POSITIVE = { type: 'integer', minimum: 1 };
const FLAG = { type: 'boolean' };
const SHARE = { type: 'number', minimum: 0, maximum: 1 };
const GENETIC = {
  population_size: { type: 'integer', minimum: 2 },
  crossover: { enum: CROSSOVERS },
  crossover_prob: SHARE,
  swapping_prob: SHARE,
  mutation: { enum: ['uniform', 'polynomial'] },
  mutation_prob: SHARE,
};

const KINDS: Record<string, SamplerKind> = {
  tpe: {
    options: {
      n_startup_trials: COUNT,
      n_ei_candidates: POSITIVE,
      multivariate: FLAG,
      group: FLAG,
      constant_liar: FLAG,
    },
    make: (options, seed) => new TPESampler({ ...options, seed }),
  },
  random: { options: {}, make: (_, seed) => new RandomSampler({ seed }) },
  grid: {
    options: {
      grid: { type: 'object', additionalProperties: { type: 'array', minItems: 1 } },
      levels: POSITIVE,
      order: COUNT,
    },
    make: (options, seed) => new GridSampler({ ...options, seed }),
  },
  qmc: {
    options: { kind: { enum: ['sobol', 'halton'] }, scramble: FLAG },
    make: (options, seed) => new QMCSampler({ ...options, seed }),
  },
  cmaes: {
    options: {
      x0: { type: 'object' },
      sigma0: { type: 'number', exclusiveMinimum: 0 },
      n_startup_trials: COUNT,
      population_size: { type: 'integer', minimum: 2 },
      consider_pruned_trials: FLAG,
      use_separable_cma: FLAG,
      with_margin: FLAG,
      lr_adapt: FLAG,
      source_trials: {
        type: 'array',
        items: {
          type: 'object',
          required: ['params', 'value'],
          properties: { params: { type: 'object' }, value: { type: 'number' } },
        },
      },
    },
    make: (options, seed) => new CmaEsSampler({ ...options, seed }),
  },
  gp: {
    options: { n_startup_trials: COUNT, deterministic_objective: FLAG },
    make: (options, seed) => new GPSampler({ ...options, seed }),
  },
  nsgaii: { options: GENETIC, make: (options, seed) => new NSGAIISampler({ ...options, seed }) },
  nsgaiii: {
    options: {
      ...GENETIC,
      dividing_parameter: POSITIVE,
      reference_points: { type: 'array', items: { type: 'array', items: { type: 'number' } } },
    },
    make: (options, seed) => new NSGAIIISampler({ ...options, seed }),
  },
  bruteforce: {
    options: { avoid_premature_stop: FLAG },
    make: (options, seed) => new BruteForceSampler({ ...options, seed }),
  },
  partialfixed: {
    options: { fixed: { type: 'object' }, base: {} },
    make: ({ fixed, base }, seed) =>
      new PartialFixedSampler((fixed ?? {}) as Record<string, ParamValue>, makeSampler(base ?? 'tpe', seed)),
  },
};

export const SAMPLER_NAMES = Object.keys(KINDS);

/** JSON Schema of a SamplerSetting. */
export const SAMPLER_SCHEMA = settingSchema(KINDS);

/** @throws OrreryError INVALID_PARAMETER_VALUE for an unknown name, and for options that make no sense together */
export function makeSampler(setting: SamplerSetting, seed: number): Sampler {
  const { kind, options } = readSetting('sampler', KINDS, setting);
  return kind.make(options, seed);
}
