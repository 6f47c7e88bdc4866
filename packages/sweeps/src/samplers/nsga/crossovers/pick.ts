import type { Random } from '../../../random.ts';

/**
 * Of two children, which differ gene by gene from their parents with even odds and are swapped with even odds, one
 * at random.
 */
export function pickChild(
  children: readonly [readonly number[], readonly number[]],
  parents: readonly (readonly number[])[],
  random: Random,
): number[] {
  const takesFirst = random.next() < 0.5;
  return (children[0] as number[]).map((_, i) => {
    const genes = random.next() < 0.5 ? children : parents;
    const isSwapped = random.next() < 0.5;
    return (genes[takesFirst === isSwapped ? 1 : 0] as readonly number[])[i] as number;
  });
}
