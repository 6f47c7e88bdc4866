import type { Distribution } from '../../distribution.ts';

const STEPS = 50;

/** How many values fall on each point of a grid over a parameter's range; a category is a point of its own. */
export function countOnGrid(distribution: Distribution, values: ArrayLike<number>): Float64Array {
  const toPoint = gridOf(distribution);
  const counts = new Float64Array(toPoint.size);
  for (let i = 0; i < values.length; i++) {
    const point = toPoint.of(values[i] as number);
    counts[point] = (counts[point] as number) + 1;
  }
  return counts;
}

function gridOf(distribution: Distribution): { size: number; of(value: number): number } {
  if (distribution.name === 'CategoricalDistribution')
    return { size: distribution.attributes.choices.length, of: (value) => value };
  const { low, high, step, log } = distribution.attributes;
  const scale = log ? Math.log : (value: number) => value;
  const [from, to] = [scale(low), scale(high)];
  const size = Math.min(STEPS, naturalSize(distribution));
  const width = (to - from) / (size - 1);
  return {
    size,
    // Midway between two points counts for the lower, as Optuna has it.
    of: (value) => Math.min(Math.max(Math.ceil((scale(value) - from) / width - 0.5), 0), size - 1),
  };

  function naturalSize({ name }: Distribution): number {
    if (name === 'IntDistribution' && log) return Math.ceil(Math.log(high - low + 1) / Math.log(2)) + 1;
    return step === null ? STEPS : Math.round((high - low) / step) + 1;
  }
}
