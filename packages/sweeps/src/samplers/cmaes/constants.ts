/** What the updates of CMA-ES weigh by; names as in Hansen's tutorial. */
export interface Constants {
  /** Of the solutions in order of loss; negative for the worse half. */
  weights: number[];
  /** How many solutions move the mean (μ). */
  parents: number;
  /** The variance effective selection mass (μ_eff). */
  parentWeight: number;
  c1: number;
  cMu: number;
  cSigma: number;
  dSigma: number;
  cc: number;
  /** Of a standard normal vector (χ_n). */
  expectedLength: number;
}

/** Table 1 of the tutorial. */
export function constantsOf(n: number, populationSize: number): Constants {
  const parents = Math.floor(populationSize / 2);
  const raw = Array.from(
    { length: populationSize },
    (_, i) => Math.log((populationSize + 1) / 2) - Math.log(i + 1),
  );
  const parentWeight = selectionMass(raw.slice(0, parents));
  const otherWeight = selectionMass(raw.slice(parents));

  const c1 = 2 / ((n + 1.3) ** 2 + parentWeight);
  const cMu = Math.min(
    1 - c1 - 1e-8,
    (2 * (parentWeight - 2 + 1 / parentWeight)) / ((n + 2) ** 2 + parentWeight),
  );
  const negative = Math.min(
    1 + c1 / cMu,
    1 + (2 * otherWeight) / (parentWeight + 2),
    (1 - c1 - cMu) / (n * cMu),
  );
  const sumOf = (sign: number) => raw.reduce((sum, weight) => sum + Math.max(sign * weight, 0), 0);
  const [positiveSum, negativeSum] = [sumOf(1), sumOf(-1)];
  const weights = raw.map((weight) =>
    weight >= 0 ? weight / positiveSum : (weight * negative) / negativeSum,
  );

  const cSigma = (parentWeight + 2) / (n + parentWeight + 5);
  return {
    weights,
    parents,
    parentWeight,
    c1,
    cMu,
    cSigma,
    dSigma: dampingOf(n, parentWeight, cSigma),
    cc: (4 + parentWeight / n) / (n + 4 + (2 * parentWeight) / n),
    expectedLength: Math.sqrt(n) * (1 - 1 / (4 * n) + 1 / (21 * n * n)),
  };
}

/**
 * Those of the separable variant, which learns fewer numbers and so learns them faster (Ros and Hansen, "A Simple
 * Modification in CMA-ES Achieving Linear Time and Space Complexity", PPSN 2008). Only the better half counts.
 */
export function separableConstants(n: number, populationSize: number): Constants {
  const parents = Math.floor(populationSize / 2);
  const raw = Array.from({ length: parents }, (_, i) => Math.log(parents + 1) - Math.log(i + 1));
  const sum = raw.reduce((a, b) => a + b, 0);
  const parentWeight = selectionMass(raw);
  const full =
    2 / parentWeight / (n + Math.SQRT2) ** 2 +
    (1 - 1 / parentWeight) * Math.min(1, (2 * parentWeight - 1) / ((n + 2) ** 2 + parentWeight));
  const cSigma = (parentWeight + 2) / (n + parentWeight + 3);
  return {
    ...constantsOf(n, populationSize),
    weights: raw.map((weight) => weight / sum),
    parentWeight,
    c1: 2 / ((n + 1.3) ** 2 + parentWeight),
    cMu: ((n + 2) / 3) * full,
    cSigma,
    dSigma: dampingOf(n, parentWeight, cSigma),
    cc: 4 / (n + 4),
  };
}

function dampingOf(n: number, parentWeight: number, cSigma: number): number {
  return 1 + 2 * Math.max(0, Math.sqrt((parentWeight - 1) / (n + 1)) - 1) + cSigma;
}

function selectionMass(weights: number[]): number {
  const sum = weights.reduce((a, b) => a + b, 0);
  return (sum * sum) / weights.reduce((a, b) => a + b * b, 0);
}
