import type { Random } from '../../random.ts';

/** Moves a gene of the unit interval a little (Deb and Goyal, "A combined genetic adaptive search", 1996). */
export function polynomialMutation(gene: number, random: Random, eta = 20): number {
  const drawn = random.next();
  const power = eta + 1;
  const delta =
    drawn <= 0.5
      ? (2 * drawn + (1 - 2 * drawn) * (1 - gene) ** power) ** (1 / power) - 1
      : 1 - (2 * (1 - drawn) + 2 * (drawn - 0.5) * gene ** power) ** (1 / power);
  return Math.min(Math.max(gene + delta, 0), 1);
}
