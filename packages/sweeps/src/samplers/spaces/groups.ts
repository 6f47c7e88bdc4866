import { isSingle, type SearchSpace } from '../../distribution.ts';
import type { FrozenTrial } from '../../trial.ts';
import { SeenTrials } from './seen.ts';

/**
 * Divides the parameters of a tree-shaped space into groups that appear together: two parameters are in one group
 * where every trial has either both or neither. Each group in order of name, without distributions of one value.
 */
export class SpaceGroups {
  #groups: SearchSpace[] = [];
  readonly #seen = new SeenTrials({ includePruned: true });

  of(trials: readonly FrozenTrial[]): SearchSpace[] {
    const fresh = this.#seen.fresh(trials);
    if (!fresh) {
      this.#groups = [];
      return this.of(trials);
    }
    for (const { distributions } of fresh) this.#add(distributions);
    return this.#groups.map((group) =>
      Object.fromEntries(
        Object.entries(group)
          .filter(([, distribution]) => !isSingle(distribution))
          .sort(([a], [b]) => (a < b ? -1 : 1)),
      ),
    );
  }

  #add(distributions: SearchSpace): void {
    const rest = { ...distributions };
    const split = this.#groups.flatMap((group) => {
      const [inside, outside]: [SearchSpace, SearchSpace] = [{}, {}];
      for (const [name, distribution] of Object.entries(group)) {
        (name in rest ? inside : outside)[name] = distribution;
      }
      for (const name of Object.keys(inside)) delete rest[name];
      return [inside, outside];
    });
    this.#groups = [...split, rest].filter((group) => Object.keys(group).length > 0);
  }
}
