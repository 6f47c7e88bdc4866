import { MedianPruner } from './pruners/median.ts';
import { NopPruner } from './pruners/nop.ts';
import { PercentilePruner } from './pruners/percentile.ts';
import type { Pruner } from './pruners/pruner.ts';

/** Pruners by the names that manifests use. */
export const PRUNERS: Record<string, () => Pruner> = {
  median: () => new MedianPruner(),
  percentile: () => new PercentilePruner(25),
  nop: () => new NopPruner(),
};
