import type { Pruner } from './pruner.ts';

/** Never prunes. */
export class NopPruner implements Pruner {
  readonly name = 'nop';

  shouldPrune(): boolean {
    return false;
  }
}
