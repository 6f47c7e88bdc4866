import { type Kind, readSetting, type Setting, settingSchema } from '../by-name.ts';
import { HyperbandPruner } from './hyperband.ts';
import { MedianPruner } from './median.ts';
import { NopPruner } from './nop.ts';
import { PatientPruner } from './patient.ts';
import { PercentilePruner } from './percentile.ts';
import type { Pruner } from './pruner.ts';
import { SuccessiveHalvingPruner } from './successive-halving.ts';
import { ThresholdPruner } from './threshold.ts';
import { WilcoxonPruner } from './wilcoxon.ts';

/** A pruner as manifests name it: `hyperband`, or `{ name: hyperband, max_resource: 81 }`. */
export type PrunerSetting = Setting;

interface PrunerKind extends Kind {
  /** @param options by the names that the constructors have */
  make(options: Record<string, never>): Pruner;
}

const COUNT = { type: 'integer', minimum: 0 };
const POSITIVE = { type: 'integer', minimum: 1 };
const RESOURCE = { type: ['integer', 'string'], minimum: 1, pattern: '^auto$' };
const INTERVAL = { n_warmup_steps: COUNT, interval_steps: POSITIVE };
const PERCENTILE = { n_startup_trials: COUNT, ...INTERVAL, n_min_trials: POSITIVE };
const HALVING = { reduction_factor: { type: 'integer', minimum: 2 }, bootstrap_count: COUNT };

const KINDS: Record<string, PrunerKind> = {
  median: { options: PERCENTILE, make: (options) => new MedianPruner(options) },
  percentile: {
    options: { percentile: { type: 'number', minimum: 0, maximum: 100 }, ...PERCENTILE },
    make: ({ percentile, ...options }) => new PercentilePruner(percentile ?? 25, options),
  },
  successive_halving: {
    options: { min_resource: RESOURCE, ...HALVING, min_early_stopping_rate: COUNT },
    make: (options) => new SuccessiveHalvingPruner(options),
  },
  hyperband: {
    options: { min_resource: POSITIVE, max_resource: RESOURCE, ...HALVING },
    make: (options) => new HyperbandPruner(options),
  },
  threshold: {
    options: { lower: { type: 'number' }, upper: { type: 'number' }, ...INTERVAL },
    make: (options) => new ThresholdPruner(options),
  },
  patient: {
    options: { patience: COUNT, min_delta: { type: 'number', minimum: 0 }, wrapped: {} },
    required: ['patience'],
    make: ({ wrapped, patience = 0, ...options }) =>
      new PatientPruner(wrapped === undefined ? null : makePruner(wrapped), { patience, ...options }),
  },
  wilcoxon: {
    options: { p_threshold: { type: 'number', minimum: 0, maximum: 1 }, n_startup_steps: COUNT },
    make: (options) => new WilcoxonPruner(options),
  },
  nop: { options: {}, make: () => new NopPruner() },
};

export const PRUNER_NAMES = Object.keys(KINDS);

/** JSON Schema of a PrunerSetting. */
export const PRUNER_SCHEMA = settingSchema(KINDS);

/** @throws OrreryError INVALID_PARAMETER_VALUE for an unknown name, and for options that make no sense together */
export function makePruner(setting: PrunerSetting): Pruner {
  const { kind, options } = readSetting('pruner', KINDS, setting);
  return kind.make(options);
}
