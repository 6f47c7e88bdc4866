import { invalid } from '@orrery/core';
import { pythonSet } from '@orrery/tracking';
import { isObject } from './read.ts';

const MANDATORY = ['artifact_path', 'flavors', 'utc_time_created', 'run_id'];

/** What a run's history of models keeps of an MLmodel file's JSON. */
export function modelEntry(json: string): object {
  const model = parse(json);
  const missing = MANDATORY.filter((name) => !(name in model));
  if (missing.length > 0) throw invalid(`Model json is missing mandatory fields: ${pythonSet(missing)}`);
  const { run_id, artifact_path, utc_time_created, model_uuid = null, flavors } = model;
  return {
    ...(run_id === null ? {} : { run_id }),
    ...(artifact_path === null ? {} : { artifact_path }),
    utc_time_created: String(utc_time_created),
    model_uuid,
    flavors: isObject(flavors) ? Object.fromEntries(Object.entries(flavors).map(withoutConfig)) : {},
  };
}

function withoutConfig([name, flavor]: [string, unknown]): [string, unknown] {
  if (!isObject(flavor)) return [name, flavor];
  const { config: _config, ...rest } = flavor;
  return [name, rest];
}

function parse(json: string): Record<string, unknown> {
  try {
    const model: unknown = JSON.parse(json);
    if (isObject(model)) return model;
  } catch {
    // Told below, as for JSON that is no object.
  }
  throw invalid(`Malformed model info. \n ${json} \n is not a valid JSON.`);
}
