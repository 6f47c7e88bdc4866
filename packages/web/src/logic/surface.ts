/** A sample of a function of two variables, both scaled to 0…1. */
export interface Sample {
  u: number;
  v: number;
  z: number;
}

/** Values on a square grid, row by row from v = 0; each stands for the middle of its cell. */
export interface Surface {
  size: number;
  values: Float64Array;
  /** How far the nearest sample of each is away, in parts of the whole. */
  far: Float64Array;
}

/**
 * A surface through scattered samples: their means in the cells of a grid, and between those the mean of all cells,
 * each weighted by the inverse square of its distance (Shepard 1968). null where nothing was sampled.
 */
export function surface(samples: readonly Sample[], size = 40): Surface | null {
  const sums = new Float64Array(size * size);
  const counts = new Uint32Array(size * size);
  const cellOf = (share: number): number => Math.min(size - 1, Math.max(0, Math.floor(share * size)));
  for (const { u, v, z } of samples) {
    if (!Number.isFinite(z)) continue;
    const cell = cellOf(v) * size + cellOf(u);
    sums[cell] = (sums[cell] ?? 0) + z;
    counts[cell] = (counts[cell] ?? 0) + 1;
  }
  const held = [...counts.keys()]
    .filter((cell) => (counts[cell] ?? 0) > 0)
    .map((cell) => ({
      x: cell % size,
      y: Math.floor(cell / size),
      z: (sums[cell] ?? 0) / (counts[cell] ?? 1),
    }));
  if (held.length === 0) return null;
  const values = new Float64Array(size * size);
  const far = new Float64Array(size * size);
  for (let cell = 0; cell < values.length; cell += 1) {
    const x = cell % size;
    const y = (cell - x) / size;
    let weights = 0;
    let total = 0;
    let nearest = Number.POSITIVE_INFINITY;
    for (const point of held) {
      const near = (point.x - x) ** 2 + (point.y - y) ** 2;
      const weight = near === 0 ? 1e6 : 1 / (near * near);
      nearest = Math.min(nearest, near);
      weights += weight;
      total += weight * point.z;
    }
    values[cell] = total / weights;
    far[cell] = Math.sqrt(nearest) / size;
  }
  return { size, values, far };
}

export type Segment = readonly [x0: number, y0: number, x1: number, y1: number];

/** Where the surface crosses a level no farther from a sample than `reach`, as short lines in 0…1 (marching squares). */
export function isoline(
  { size, values, far }: Surface,
  level: number,
  reach = Number.POSITIVE_INFINITY,
): Segment[] {
  const lines: Segment[] = [];
  const at = (x: number, y: number): number => values[y * size + x] ?? 0;
  const place = (cell: number): number => (cell + 0.5) / size;
  for (let y = 0; y + 1 < size; y += 1) {
    for (let x = 0; x + 1 < size; x += 1) {
      if ((far[y * size + x] ?? 0) > reach) continue;
      const corners = [at(x, y), at(x + 1, y), at(x + 1, y + 1), at(x, y + 1)] as const;
      const crossings: [number, number][] = [];
      CORNERS.forEach(([ax, ay], index) => {
        const [bx, by] = CORNERS[(index + 1) % 4] as [number, number];
        const a = corners[index] as number;
        const b = corners[(index + 1) % 4] as number;
        if (a < level === b < level) return;
        const share = (level - a) / (b - a);
        crossings.push([place(x + ax + (bx - ax) * share), place(y + ay + (by - ay) * share)]);
      });
      for (let index = 0; index + 1 < crossings.length; index += 2) {
        lines.push([
          ...(crossings[index] as [number, number]),
          ...(crossings[index + 1] as [number, number]),
        ]);
      }
    }
  }
  return lines;
}

const CORNERS: readonly [number, number][] = [
  [0, 0],
  [1, 0],
  [1, 1],
  [0, 1],
];
