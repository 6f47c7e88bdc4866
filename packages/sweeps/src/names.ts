import { MedianPruner } from './pruners/median.ts';
import { NopPruner } from './pruners/nop.ts';
import { PercentilePruner } from './pruners/percentile.ts';
import type { Pruner } from './pruners/pruner.ts';
import { GridSampler } from './samplers/grid.ts';
import { RandomSampler } from './samplers/random.ts';
import type { Sampler } from './samplers/sampler.ts';
import { TPESampler } from './samplers/tpe.ts';

/** Samplers by the names that manifests use. */
export const SAMPLERS: Record<string, (seed: number) => Sampler> = {
  tpe: (seed) => new TPESampler({ seed }),
  random: (seed) => new RandomSampler({ seed }),
  grid: () => new GridSampler(),
};

/** Pruners by the names that manifests use. */
export const PRUNERS: Record<string, () => Pruner> = {
  median: () => new MedianPruner(),
  percentile: () => new PercentilePruner(25),
  nop: () => new NopPruner(),
};
