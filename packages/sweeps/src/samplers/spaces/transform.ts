import { invalid } from '@orrery/core';
import type { Distribution, ParamValue, SearchSpace } from '../../distribution.ts';

type Numeric = Exclude<Distribution, { name: 'CategoricalDistribution' }>;

export interface TransformOptions {
  /** Whether a discrete parameter reaches half a step beyond its bounds, so that each value has an equal share. */
  steps?: boolean;
}

/** Numeric parameters as points of the unit cube, and back; a parameter on a log scale is even on that scale. */
export class UnitCube {
  readonly names: string[];
  readonly #sides: Side[];

  constructor(space: SearchSpace, { steps = true }: TransformOptions = {}) {
    this.names = Object.keys(space);
    this.#sides = Object.entries(space).map(([name, distribution]) => {
      if (distribution.name === 'CategoricalDistribution') throw invalid(`'${name}' is no number.`);
      return sideOf(distribution, steps);
    });
  }

  toPoint(params: Record<string, ParamValue>): number[] {
    return this.#sides.map(({ distribution, low, high }, i) => {
      const value = params[this.names[i] as string] as number;
      if (low === high) return 0.5;
      return ((distribution.attributes.log ? Math.log(value) : value) - low) / (high - low);
    });
  }

  toParams(point: readonly number[]): Record<string, ParamValue> {
    return Object.fromEntries(
      this.#sides.map(({ distribution, low, high }, i) => {
        const value = low + (point[i] as number) * (high - low);
        return [this.names[i], back(distribution, value)];
      }),
    );
  }
}

interface Side {
  distribution: Numeric;
  low: number;
  high: number;
}

function sideOf(distribution: Numeric, steps: boolean): Side {
  const { low, high, step, log } = distribution.attributes;
  const half = steps && step !== null ? step / 2 : 0;
  const scale = (value: number) => (log ? Math.log(value) : value);
  return { distribution, low: scale(low - half), high: scale(high + half) };
}

function back({ name, attributes: { low, high, step, log } }: Numeric, scaled: number): number {
  const value = log ? Math.exp(scaled) : scaled;
  if (step === null) return Math.min(Math.max(value, low), below(high));
  const stepped = log ? Math.round(value) : low + Math.round((value - low) / step) * step;
  const inside = Math.min(Math.max(stepped, low), high);
  return name === 'IntDistribution' ? Math.round(inside) : inside;
}

/** The next number below: a continuous parameter does not reach its upper bound. */
function below(value: number): number {
  const float = new Float64Array([value]);
  const bits = new BigInt64Array(float.buffer);
  if (value === 0) return -Number.MIN_VALUE;
  bits[0] = (bits[0] as bigint) + (value > 0 ? -1n : 1n);
  return float[0] as number;
}
