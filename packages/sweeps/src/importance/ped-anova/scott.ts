import type { Distribution } from '../../distribution.ts';
import { logMass } from '../../normal.ts';

const PRIOR_WEIGHT = 1;
/** With it, 90 % of a kernel are on its own point of the grid. */
const LEAST_SIGMA = 0.5 / 1.64;

/**
 * The density of a parameter on its grid: one kernel a point that has values, weighted by how many, and one for the
 * prior. The kernels of numbers are normal distributions as wide as Scott's rule says (Scott, "Multivariate Density
 * Estimation", 1992).
 *
 * @param counts how many values there are on each point of the grid; some
 */
export function densityOnGrid(distribution: Distribution, counts: Float64Array): Float64Array {
  const points = [...counts.keys()].filter((point) => (counts[point] as number) > 0);
  const total = counts.reduce((sum, count) => sum + count, 0);
  const density = new Float64Array(counts.length);
  const kernels =
    distribution.name === 'CategoricalDistribution' ? categories(counts, points) : normals(counts, points);
  for (const { weight, kernel } of kernels) {
    const share = weight / (total + PRIOR_WEIGHT);
    for (let point = 0; point < density.length; point++)
      density[point] = (density[point] as number) + share * kernel(point);
  }
  return density;
}

interface Kernel {
  weight: number;
  kernel(point: number): number;
}

function categories(counts: Float64Array, points: number[]): Kernel[] {
  const base = PRIOR_WEIGHT / (points.length + 1);
  const sum = base * counts.length;
  return [
    ...points.map((own) => ({
      weight: counts[own] as number,
      kernel: (point: number) => (base + Number(point === own)) / (sum + 1),
    })),
    { weight: PRIOR_WEIGHT, kernel: () => 1 / counts.length },
  ];
}

function normals(counts: Float64Array, points: number[]): Kernel[] {
  const last = counts.length - 1;
  const sigma = Math.max(scottWidth(counts, points), LEAST_SIGMA);
  const normal = (weight: number, mu: number, width: number): Kernel => {
    const inside = logMass((-0.5 - mu) / width, (last + 0.5 - mu) / width);
    return {
      weight,
      kernel: (point) => Math.exp(logMass((point - 0.5 - mu) / width, (point + 0.5 - mu) / width) - inside),
    };
  };
  return [
    ...points.map((point) => normal(counts[point] as number, point, sigma)),
    normal(PRIOR_WEIGHT, last / 2, last + 1),
  ];
}

function scottWidth(counts: Float64Array, points: number[]): number {
  let total = 0;
  let sum = 0;
  const upTo = points.map((point) => {
    const count = counts[point] as number;
    sum += count * point;
    total += count;
    return total;
  });
  const mean = sum / total;
  const squares = points.reduce((so, point) => so + (counts[point] as number) * (point - mean) ** 2, 0);
  const deviation = Math.sqrt(squares / Math.max(1, total - 1));
  const [quarter, threeQuarters] = [Math.floor(total / 4), Math.floor((total * 3) / 4)];
  const low = upTo.findIndex((count) => count >= quarter);
  const high = upTo.findIndex((count) => count > threeQuarters);
  const range = (points.at(high < 0 ? -1 : high) as number) - (points[low] as number);
  return 1.059 * Math.min(range / 1.34, deviation) * total ** -0.2;
}
