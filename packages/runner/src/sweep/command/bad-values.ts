import { contains, type Distribution, type ParamValue, type SearchSpace, toInternal } from '@orrery/sweeps';

/** The values that are not in the space, and why not. Names that are not in it are left aside. */
export function badValues(values: object, space: SearchSpace): { name: string; message: string }[] {
  return Object.entries(values).flatMap(([name, value]) => {
    const distribution = space[name];
    const message = distribution && whyNot(distribution, value);
    return message ? [{ name, message: `'${name}': ${message}` }] : [];
  });
}

function whyNot(distribution: Distribution, value: unknown): string | null {
  if (typeof value === 'object' && value !== null) return `${JSON.stringify(value)} is no single value.`;
  let internal: number;
  try {
    internal = toInternal(distribution, value as ParamValue);
  } catch (error) {
    return (error as Error).message;
  }
  if (contains(distribution, internal)) return null;
  const { low, high, step } = distribution.attributes as { low: number; high: number; step: number | null };
  const steps = step === null || internal < low || internal > high ? '' : ` in steps of ${step}`;
  return `${value} is not from ${low} to ${high}${steps}.`;
}
