import type { ParamColumn } from '../data.ts';

/** Parameters as a forest sees them: a number is one feature, a category one for each choice, 0 or 1. */
export interface Encoding {
  /** One list of values a feature. */
  features: Float64Array[];
  /** The range of each feature. */
  bounds: (readonly [low: number, high: number])[];
  /** For each parameter the indexes of its features. */
  ofParam: number[][];
}

/** @param columns of one distribution each, which all trials have */
export function encode(columns: readonly ParamColumn[]): Encoding {
  const encoding: Encoding = { features: [], bounds: [], ofParam: [] };
  const add = (values: Float64Array, bounds: readonly [number, number]): number => {
    encoding.bounds.push(bounds);
    return encoding.features.push(values) - 1;
  };
  for (const { values, distributions } of columns) {
    const [distribution] = distributions;
    if (distribution?.name === 'CategoricalDistribution') {
      const own = distribution.attributes.choices.map((_, choice) =>
        add(
          values.map((value) => Number(value === choice)),
          [0, 1],
        ),
      );
      encoding.ofParam.push(own);
    } else if (distribution) {
      const { low, high } = distribution.attributes;
      encoding.ofParam.push([add(values, [low, high])]);
    }
  }
  return encoding;
}
