const BITS = 120n;
const ONE = 1n << BITS;

/**
 * ln x, correctly rounded. `Math.log` may be off by the last bit, which counts where a quotient of logarithms is rounded
 * down: Math.log(243) / Math.log(3) is 5, and with both of them right a little less.
 *
 * @param x positive and finite
 */
export function naturalLog(x: number): number {
  const exponent = Math.floor(Math.log2(x));
  const mantissa = BigInt(Math.round((x / 2 ** exponent) * 2 ** 52)) << (BITS - 52n);
  return Number(logOf(mantissa) + BigInt(exponent) * logOf(2n * ONE)) / 2 ** Number(BITS);
}

/** ln m = 2 artanh((m − 1) / (m + 1)), in fixed point. */
function logOf(m: bigint): bigint {
  const t = ((m - ONE) * ONE) / (m + ONE);
  const square = (t * t) / ONE;
  let sum = 0n;
  for (let [term, k] = [t, 1n]; term !== 0n; term = (term * square) / ONE, k += 2n) sum += term / k;
  return 2n * sum;
}
