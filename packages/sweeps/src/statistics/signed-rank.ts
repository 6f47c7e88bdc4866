import { cdf } from '../normal.ts';

/** Below this many differences every way of signing them is looked at, where ranks are tied. */
const MOST_SIGNED = 13;
/** Below this many the distribution of the statistic is exact, where no ranks are tied. */
const MOST_EXACT = 50;

/**
 * The signed-rank test (Wilcoxon, "Individual Comparisons by Ranking Methods", 1945): how likely differences as far
 * above 0 as these are, were they as often above as below.
 *
 * A difference of 0 counts half to either side. Exact for few differences, by the normal distribution for more.
 */
export function signedRankTest(differences: readonly number[]): number {
  const { ranks, ties } = midRanks(differences.map(Math.abs));
  const zeros = differences.filter((difference) => difference === 0).length;
  const statistic = differences.reduce(
    (sum, difference, i) => sum + (difference > 0 ? 1 : difference < 0 ? 0 : 0.5) * (ranks[i] as number),
    0,
  );
  const n = differences.length;
  if (n <= MOST_EXACT && zeros === 0 && ties.length === n) return exactShare(statistic, n);
  if (n <= MOST_SIGNED) {
    const free = ranks.filter((_, i) => differences[i] !== 0);
    const fixed = ranks.reduce((sum, rank, i) => sum + (differences[i] === 0 ? rank / 2 : 0), 0);
    return signedShare(statistic, free, fixed);
  }
  const tied = ties.reduce((sum, count) => sum + count ** 3 - count, 0);
  const deviation = Math.sqrt((n * (n + 1) * (2 * n + 1) - tied / 2) / 24);
  return cdf(-(statistic - (n * (n + 1)) / 4) / deviation);
}

/** The rank of each value, from 1, equal ones sharing theirs; and how many are equal, for each different value. */
function midRanks(values: readonly number[]): { ranks: number[]; ties: number[] } {
  const order = [...values.keys()].sort((a, b) => (values[a] as number) - (values[b] as number));
  const ranks = new Array<number>(values.length);
  const ties: number[] = [];
  for (let from = 0; from < order.length; ) {
    let to = from;
    while (to < order.length && values[order[to] as number] === values[order[from] as number]) to++;
    for (let i = from; i < to; i++) ranks[order[i] as number] = (from + 1 + to) / 2;
    ties.push(to - from);
    from = to;
  }
  return { ranks, ties };
}

/** The share of all signs of the ranks 1 to n whose positive ones sum to the statistic or more. */
function exactShare(statistic: number, n: number): number {
  const most = (n * (n + 1)) / 2;
  const share = new Float64Array(most + 1);
  share[0] = 1;
  for (let rank = 1; rank <= n; rank++) {
    for (let sum = most; sum >= 0; sum--)
      share[sum] = ((share[sum] as number) + (sum >= rank ? (share[sum - rank] as number) : 0)) / 2;
  }
  return share.subarray(statistic).reduce((sum, one) => sum + one, 0);
}

/** The same for ranks that are tied, sign by sign. */
function signedShare(statistic: number, ranks: readonly number[], fixed: number): number {
  let sums = [fixed];
  for (const rank of ranks) sums = sums.flatMap((sum) => [sum, sum + rank]);
  return sums.filter((sum) => sum >= statistic).length / sums.length;
}
