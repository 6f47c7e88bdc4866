import { invalid } from '@orrery/core';

/** A sampler or a pruner as manifests name it: `tpe`, or `{ name: tpe, options: { multivariate: false } }`. */
export type Setting = string | { name: string; options?: Record<string, unknown>; [option: string]: unknown };

/** What can be chosen by a name. */
export interface Kind {
  /** JSON Schema of each option. */
  options: Record<string, object>;
  /** Options that must be there. */
  required?: string[];
}

/** JSON Schema of a setting of one of the kinds. Options may stand in `options`, or beside the name. */
export function settingSchema(kinds: Record<string, Kind>): object {
  const names = Object.keys(kinds);
  return {
    if: { type: 'object' },
    else: { enum: names },
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
    then: {
      required: ['name'],
      properties: { name: { enum: names }, options: { type: 'object' } },
      allOf: Object.entries(kinds).map(([name, { options }]) => ({
        if: { required: ['name'], properties: { name: { const: name } } },
        // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
        then: {
          additionalProperties: false,
          properties: {
            name: {},
            ...options,
            options: { type: 'object', additionalProperties: false, properties: options },
          },
        },
      })),
    },
  };
}

/** The name of a setting, for people. */
export function settingName(setting: Setting): string {
  return typeof setting === 'string' ? setting : setting.name;
}

/**
 * The kind that a setting names, and its options by the names that constructors have.
 *
 * @param what what is chosen, for errors
 * @throws OrreryError INVALID_PARAMETER_VALUE for an unknown name or option, and a missing one
 */
export function readSetting<K extends Kind>(
  what: string,
  kinds: Record<string, K>,
  setting: Setting,
): { kind: K; options: Record<string, never> } {
  const { name, options: inner, ...beside } = typeof setting === 'string' ? { name: setting } : setting;
  const options = { ...beside, ...inner };
  const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined;
  if (!kind) throw invalid(`There is no ${what} '${name}'. Known are ${Object.keys(kinds).join(', ')}.`);
  const unknown = Object.keys(options).filter((option) => !Object.hasOwn(kind.options, option));
  if (unknown.length > 0) {
    const known = Object.keys(kind.options).join(', ') || 'none';
    throw invalid(`The ${what} '${name}' has no option ${unknown.join(', ')}. Known are ${known}.`);
  }
  const missing = (kind.required ?? []).filter((option) => options[option] === undefined);
  if (missing.length > 0) throw invalid(`The ${what} '${name}' needs ${missing.join(', ')}.`);
  const camelCase = Object.entries(options).map(([key, value]) => [
    key.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase()),
    value,
  ]);
  return { kind, options: Object.fromEntries(camelCase) };
}
