import {
  type Distribution,
  type ParamValue,
  type SearchSpace,
  toExternal,
  toInternal,
} from '../../distribution.ts';
import { Sobol } from '../qmc/sobol.ts';

/** A parameter as the Gaussian process sees it. */
interface Side {
  name: string;
  distribution: Distribution;
  low: number;
  high: number;
  /** The coordinates that the parameter can have; null where it is continuous. */
  choices: Float64Array | null;
}

/** Discrete parameters with more values than this are refused an enumeration, and taken as continuous. */
const MOST_CHOICES = 100_000;

/**
 * A space as the Gaussian process sees it: numbers from 0 to 1, evenly on their own scale and half a step inside
 * where there are steps, and categories by index.
 */
export class GpCube {
  readonly #sides: Side[];

  constructor(space: SearchSpace) {
    this.#sides = Object.entries(space).map(([name, distribution]) => sideOf(name, distribution));
  }

  get dimensions(): number {
    return this.#sides.length;
  }

  get isCategorical(): boolean[] {
    return this.#sides.map(({ distribution }) => distribution.name === 'CategoricalDistribution');
  }

  get choices(): (Float64Array | null)[] {
    return this.#sides.map(({ choices }) => choices);
  }

  toPoint(params: Record<string, ParamValue>): Float64Array {
    return Float64Array.from(this.#sides, (side) =>
      coordinate(side, toInternal(side.distribution, params[side.name] as ParamValue)),
    );
  }

  toParams(point: Float64Array): Record<string, ParamValue> {
    return Object.fromEntries(
      this.#sides.map((side, i) => [
        side.name,
        toExternal(side.distribution, internal(side, point[i] as number)),
      ]),
    );
  }

  /** Points that cover the cube evenly, each on the grid of its discrete parameters. */
  sample(count: number, seed: number): Float64Array[] {
    const sobol = new Sobol(this.#sides.length, seed);
    return Array.from({ length: count }, (_, index) =>
      Float64Array.from(sobol.point(index), (x, i) => {
        const { choices } = this.#sides[i] as Side;
        return choices ? (choices[Math.floor(x * choices.length)] as number) : x;
      }),
    );
  }
}

function sideOf(name: string, distribution: Distribution): Side {
  if (distribution.name === 'CategoricalDistribution') {
    const count = distribution.attributes.choices.length;
    return {
      name,
      distribution,
      low: 0,
      high: count,
      choices: Float64Array.from({ length: count }, (_, i) => i),
    };
  }
  const { low, high, step, log } = distribution.attributes;
  const half = step === null ? 0 : step / 2;
  const [from, to] = log ? [Math.log(low - half), Math.log(high + half)] : [low - half, high + half];
  const side: Side = { name, distribution, low: from, high: to, choices: null };
  const count = step === null ? Number.POSITIVE_INFINITY : Math.round((high - low) / step) + 1;
  if (count <= MOST_CHOICES)
    side.choices = Float64Array.from({ length: count }, (_, i) =>
      coordinate(side, low + i * (step as number)),
    );
  return side;
}

function coordinate({ distribution, low, high }: Side, value: number): number {
  if (distribution.name === 'CategoricalDistribution') return value;
  if (low === high) return 0.5;
  return ((distribution.attributes.log ? Math.log(value) : value) - low) / (high - low);
}

function internal({ distribution, low, high }: Side, x: number): number {
  if (distribution.name === 'CategoricalDistribution') return x;
  const scaled = low + x * (high - low);
  const { low: least, high: most, step, log } = distribution.attributes;
  const value = log ? Math.exp(scaled) : scaled;
  const stepped = step === null ? value : least + Math.round((value - least) / step) * step;
  return Math.min(Math.max(stepped, least), most);
}
