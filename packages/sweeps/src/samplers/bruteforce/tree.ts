import { invalid } from '@orrery/core';
import { type Distribution, type ParamValue, sameDistribution, toInternal } from '../../distribution.ts';
import type { Random } from '../../random.ts';
import { type FrozenTrial, isFinished } from '../../trial.ts';

/** How much of a branch's weight is the same for all branches, so that small ones are not starved. */
const EVEN_SHARE = 0.5;

/**
 * What has been tried of a space, as a tree: a parameter at each node, a branch for each of its values. A node is
 * not yet looked into, or at the end of a trial that runs or has ended, or has branches.
 */
export class Tree {
  #parameter: { name: string; distribution: Distribution } | null = null;
  #branches: Map<number, Tree> | null = null;
  #isRunning = false;

  /** Opens the node: what is tried next is this parameter. @throws OrreryError where it is another already */
  expand(name: string, distribution: Distribution): void {
    if (this.#branches === null) {
      this.#parameter = { name, distribution };
      const count = countOf(name, distribution);
      this.#branches = new Map(Array.from({ length: count }, (_, i) => [i, new Tree()]));
      return;
    }
    const known = this.#parameter;
    if (known?.name !== name || !sameDistribution(known.distribution, distribution))
      throw invalid(
        `Brute force needs the same space in all trials, but after the same values one asked for '${name}' and one ` +
          `for '${known?.name ?? 'nothing'}', or its range has changed.`,
      );
  }

  /** Adds a trial, of which `known` parameters led to this node. Values that are off the grid are left aside. */
  add({ state, params, distributions }: FrozenTrial, known: Record<string, ParamValue>): void {
    let node: Tree | undefined = this;
    for (const [name, distribution] of Object.entries(distributions)) {
      if (name in known) continue;
      node.expand(name, distribution);
      node = node.#branches?.get(indexOf(distribution, params[name] as ParamValue));
      if (!node) return;
    }
    if (isFinished(state)) node.#branches ??= new Map();
    else node.#isRunning = true;
  }

  /** Ends of branches that nobody has come to. */
  countOpen(skipRunning: boolean): number {
    if (this.#branches === null) return skipRunning && this.#isRunning ? 0 : 1;
    let count = 0;
    for (const branch of this.#branches.values()) count += branch.countOpen(skipRunning);
    return count;
  }

  /** The index of a value that leads to an open end, the likelier the more there are; null where there is none. */
  choose(random: Random, skipRunning: boolean): number | null {
    const branches = [...(this.#branches ?? [])];
    const counts = branches.map(([, branch]) => branch.countOpen(skipRunning));
    const total = counts.reduce((a, b) => a + b, 0);
    if (total === 0) return null;
    const open = counts.filter((count) => count > 0).length;
    let weights = counts.map((count) =>
      count > 0 ? EVEN_SHARE / open + ((1 - EVEN_SHARE) * count) / total : 0,
    );
    const idle = branches.map(([, branch], i) => (branch.#isRunning ? 0 : (weights[i] as number)));
    if (idle.some((weight) => weight > 0)) weights = idle;
    const sum = weights.reduce((a, b) => a + b, 0);
    return (branches[random.choose(weights.map((weight) => weight / sum))] as [number, Tree])[0];
  }
}

/** The values of a parameter, counted. @throws OrreryError where there is no end of them */
export function countOf(name: string, distribution: Distribution): number {
  if (distribution.name === 'CategoricalDistribution') return distribution.attributes.choices.length;
  const { low, high, step } = distribution.attributes;
  if (step === null) throw invalid(`Brute force needs a step for '${name}': its values have no end.`);
  return Math.floor((high - low) / step + 1e-8) + 1;
}

/** The value of this index, as decimal places of the bounds and the step have it. */
export function valueAt(distribution: Distribution, index: number): number {
  if (distribution.name === 'CategoricalDistribution') return index;
  const { low, step } = distribution.attributes;
  const places = Math.max(decimals(low), decimals(step as number));
  return Number((low + index * (step as number)).toFixed(places));
}

function indexOf(distribution: Distribution, value: ParamValue): number {
  const internal = toInternal(distribution, value);
  if (distribution.name === 'CategoricalDistribution') return internal;
  const { low, step } = distribution.attributes;
  const index = (internal - low) / (step as number);
  return Math.abs(index - Math.round(index)) < 1e-8 ? Math.round(index) : -1;
}

function decimals(value: number): number {
  const [digits, exponent = '0'] = String(value).split('e') as [string, string?];
  return Math.min(Math.max((digits.split('.')[1]?.length ?? 0) - Number(exponent), 0), 100);
}
