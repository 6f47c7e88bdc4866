/** The standard normal distribution and differences of it, accurate in the tails. */

const SQRT2 = Math.SQRT2;
const LOG_SQRT_2PI = 0.5 * Math.log(2 * Math.PI);

/** What is below does not count beside 1. */
const NOTHING = -8.5;

/** log Φ(x). */
export function logCdf(x: number): number {
  if (x > 5) return Math.log1p(-0.5 * erfc(x / SQRT2));
  if (x > -10) return Math.log(0.5 * erfc(-x / SQRT2));
  // Asymptotic series (Abramowitz and Stegun, 26.2.12).
  const inverse = 1 / (x * x);
  let term = 1;
  let sum = 1;
  for (let k = 1; k < 12; k++) {
    term *= -(2 * k - 1) * inverse;
    sum += term;
  }
  return -0.5 * x * x - Math.log(-x) - LOG_SQRT_2PI + Math.log(sum);
}

/** Φ(x). */
export function cdf(x: number): number {
  return 0.5 * erfc(-x / SQRT2);
}

/** log of the density at x. */
export function logPdf(x: number): number {
  return -0.5 * x * x - LOG_SQRT_2PI;
}

/** log(Φ(b) − Φ(a)) for a ≤ b. */
export function logMass(a: number, b: number): number {
  if (a > 0) return logMass(-b, -a);
  if (b > 0) return Math.log1p(-(a < NOTHING ? 0 : cdf(a)) - (-b < NOTHING ? 0 : cdf(-b)));
  const [small, large] = [logCdf(a), logCdf(b)];
  return small === Number.NEGATIVE_INFINITY ? large : large + Math.log1p(-Math.exp(small - large));
}

/** Φ⁻¹(p): Acklam's rational approximation, then one step of Halley's method. */
export function quantile(p: number): number {
  if (p <= 0) return Number.NEGATIVE_INFINITY;
  if (p >= 1) return Number.POSITIVE_INFINITY;
  if (p > 0.5) return -quantile(1 - p);
  const x = p < 0.02425 ? tail(Math.sqrt(-2 * Math.log(p))) : centre(p - 0.5);
  const error = (cdf(x) - p) * Math.exp(0.5 * x * x + LOG_SQRT_2PI);
  return x - error / (1 + (x * error) / 2);
}

function centre(q: number): number {
  const r = q * q;
  const above =
    ((((-39.69683028665376 * r + 220.9460984245205) * r - 275.9285104469687) * r + 138.357751867269) * r -
      30.66479806614716) *
      r +
    2.506628277459239;
  const below =
    ((((-54.47609879822406 * r + 161.5858368580409) * r - 155.6989798598866) * r + 66.80131188771972) * r -
      13.28068155288572) *
      r +
    1;
  return (q * above) / below;
}

function tail(q: number): number {
  const above =
    ((((-0.007784894002430293 * q - 0.3223964580411365) * q - 2.400758277161838) * q - 2.549732539343734) *
      q +
      4.374664141464968) *
      q +
    2.938163982698783;
  const below =
    (((0.007784695709041462 * q + 0.3224671290700398) * q + 2.445134137142996) * q + 3.754408661907416) * q +
    1;
  return above / below;
}

/** 1 − erf(x): a power series near 0, a continued fraction (Abramowitz and Stegun, 7.1.14) far from it. */
export function erfc(x: number): number {
  if (x < 0) return 2 - erfc(-x);
  if (x < 2.5) return 1 - erfSeries(x);
  return x > 27 ? 0 : Math.exp(-x * x) * erfcx(x);
}

/** exp(x²) (1 − erf(x)), which is not 0 far out. */
export function erfcx(x: number): number {
  if (x < 2.5) return Math.exp(x * x) * erfc(x);
  let fraction = 0;
  // Fewer terms are enough the farther out.
  for (let k = Math.ceil(10 + 700 / (x * x)); k > 0; k--) fraction = k / 2 / (x + fraction);
  return 1 / ((x + fraction) * Math.sqrt(Math.PI));
}

function erfSeries(x: number): number {
  let term = x;
  let sum = x;
  for (let n = 1; Math.abs(term) > 1e-17 * Math.abs(sum); n++) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
}
