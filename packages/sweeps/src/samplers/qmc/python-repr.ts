import type { Choice, Distribution } from '../../distribution.ts';

/** A distribution as Python prints Optuna's: part of the key under which Optuna counts quasi-random points. */
export function pythonRepr(distribution: Distribution): string {
  const { name, attributes } = distribution;
  const isFloat = name === 'FloatDistribution';
  const fields = Object.entries(attributes)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => {
      if (Array.isArray(value))
        return `${key}=(${value.map((one) => literal(one)).join(', ')}${value.length === 1 ? ',' : ''})`;
      return `${key}=${literal(value, isFloat)}`;
    });
  return `${name}(${fields.join(', ')})`;
}

function literal(value: Choice, isFloat = false): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'number') return number(value, isFloat);
  const quote = value.includes("'") && !value.includes('"') ? '"' : "'";
  const escaped = value.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\t', '\\t');
  return quote + (quote === "'" ? escaped.replaceAll("'", "\\'") : escaped) + quote;
}

/** Python writes an exponent below 1e-4 and from 1e16 on, with two digits at least. */
function number(value: number, isFloat: boolean): string {
  const size = Math.abs(value);
  if (value !== 0 && (size < 1e-4 || size >= 1e16)) {
    const [digits, exponent] = value.toExponential().split('e') as [string, string];
    return `${digits}e${exponent[0]}${exponent.slice(1).padStart(2, '0')}`;
  }
  return isFloat && Number.isInteger(value) ? `${value}.0` : String(value);
}
