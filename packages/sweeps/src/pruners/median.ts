import { type PercentileOptions, PercentilePruner } from './percentile.ts';

/** Prunes a trial whose best value so far is worse than the median of the complete trials at the same step. */
export class MedianPruner extends PercentilePruner {
  override readonly name = 'median';

  constructor(options: PercentileOptions = {}) {
    super(50, options);
  }
}
