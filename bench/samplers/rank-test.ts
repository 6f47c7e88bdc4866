import { cdf } from '../../packages/sweeps/src/normal.ts';

/**
 * How likely the values of `ours` would be as high as they are, next to `theirs`, were both drawn from one
 * distribution: the one-sided test of Mann and Whitney, by the normal approximation with ties.
 */
export function probabilityNotWorse(ours: readonly number[], theirs: readonly number[]): number {
  const all = [
    ...ours.map((value) => ({ value, own: true })),
    ...theirs.map((value) => ({ value, own: false })),
  ];
  all.sort((a, b) => a.value - b.value);
  let [rankSum, ties] = [0, 0];
  for (let from = 0; from < all.length; ) {
    let to = from;
    while (to < all.length && all[to]?.value === all[from]?.value) to++;
    const rank = (from + 1 + to) / 2;
    rankSum += rank * all.slice(from, to).filter(({ own }) => own).length;
    ties += (to - from) ** 3 - (to - from);
    from = to;
  }
  const [n, m, total] = [ours.length, theirs.length, all.length];
  const u = rankSum - (n * (n + 1)) / 2;
  const variance = ((n * m) / 12) * (total + 1 - ties / (total * (total - 1)));
  if (variance === 0) return 1;
  return 1 - cdf((u - (n * m) / 2 - 0.5) / Math.sqrt(variance));
}

/** Probabilities of several tests together (Holm, 1979): the smallest counts as often as there are tests, and so on. */
export function holm(probabilities: readonly number[]): number[] {
  const order = [...probabilities.keys()].sort(
    (a, b) => (probabilities[a] as number) - (probabilities[b] as number),
  );
  const adjusted = [...probabilities];
  let least = 0;
  order.forEach((index, i) => {
    least = Math.max(least, Math.min(1, (probabilities.length - i) * (probabilities[index] as number)));
    adjusted[index] = least;
  });
  return adjusted;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle) - 1] as number) + (sorted[Math.floor(middle)] as number)) / 2;
}
