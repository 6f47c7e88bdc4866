import { posix } from 'node:path';
import { type DatasetInput, invalid, type Metric, type Param, type Tag } from '@orrery/core';
import {
  MAX_ARTIFACT_LOCATION_LENGTH,
  MAX_DATASET_DIGEST_LENGTH,
  MAX_DATASET_NAME_LENGTH,
  MAX_DATASET_PROFILE_LENGTH,
  MAX_DATASET_SCHEMA_LENGTH,
  MAX_DATASET_SOURCE_LENGTH,
  MAX_ENTITIES_PER_BATCH,
  MAX_EXPERIMENT_NAME_LENGTH,
  MAX_EXPERIMENT_TAG_VALUE_LENGTH,
  MAX_INPUT_TAG_KEY_LENGTH,
  MAX_INPUT_TAG_VALUE_LENGTH,
  MAX_KEY_LENGTH,
  MAX_METRICS_PER_BATCH,
  MAX_PARAM_VALUE_LENGTH,
  MAX_PARAMS_TAGS_PER_BATCH,
  MAX_SEARCH_RESULTS,
  MAX_TAG_VALUE_LENGTH,
} from './limits.ts';
import { pythonDumps, pythonFloat, pythonRepr } from './python-repr.ts';

/** Names of letters, digits and single slashes between them: most are, and these need no further look. */
const PLAIN_NAME = /^[\w\- :]+(?:\/[\w\- :]+)*$/;
const NAME = /^[/\p{L}\p{N}_.\- :]*$/u;
const CHARACTERS =
  'Names may only contain alphanumerics, underscores (_), dashes (-), periods (.), spaces ( ), colon(:) and slashes (/).';

/** How MLflow words a bad value; `value` is shown as JSON. */
export function invalidValue(path: string, value: unknown, why = ''): string {
  return `Invalid value ${pythonDumps(value)} for parameter '${path}' supplied${why ? `: ${why}` : '.'}`;
}

export function checkName(name: string, path: string): void {
  if (PLAIN_NAME.test(name)) return;
  if (!NAME.test(name)) throw invalid(invalidValue(path, name, CHARACTERS));
  checkSameAsFile(name, path);
}

/** A name that may become a file's has to stay what it is there. */
export function checkSameAsFile(name: string, path: string): void {
  const resolved = normalize(name);
  if (resolved !== name || name === '.' || name.startsWith('..') || name.startsWith('/')) {
    const why =
      'Names may be treated as files in certain cases, and must not resolve to other names when treated as such. ' +
      `This name would resolve to ${pythonRepr(resolved)}`;
    throw invalid(invalidValue(path, name, why));
  }
}

export function checkMetric(metric: Metric, path: string): void {
  checkName(metric.key, join(path, 'name'));
  if (metric.timestamp < 0) {
    const why = `metric '${metric.key}' (value=${pythonFloat(metric.value)}). Timestamp must be a nonnegative long (64-bit integer) `;
    throw invalid(invalidValue(join(path, 'timestamp'), metric.timestamp, why));
  }
  checkLength('Metric name', MAX_KEY_LENGTH, metric.key);
}

/** Resolves to the param as it is stored: a value that is too long is cut. */
export function checkParam(param: Param, path: string): Param {
  checkName(param.key, join(path, 'key'));
  checkLength('Param key', MAX_KEY_LENGTH, param.key);
  return { key: param.key, value: cut(param.value, MAX_PARAM_VALUE_LENGTH) };
}

/** Resolves to the tag as it is stored: a value that is too long is cut. */
export function checkTag(tag: Tag, path: string): Tag {
  checkName(tag.key, join(path, 'key'));
  checkLength(join(path, 'key'), MAX_KEY_LENGTH, tag.key);
  return { key: tag.key, value: cut(tag.value, MAX_TAG_VALUE_LENGTH) };
}

export function checkExperimentTag(tag: Tag): void {
  checkName(tag.key, 'key');
  checkLength('key', MAX_KEY_LENGTH, tag.key);
  checkLength('value', MAX_EXPERIMENT_TAG_VALUE_LENGTH, tag.value);
}

export function checkExperimentName(name: string): void {
  if (name === '') throw invalid("Invalid experiment name: ''");
  checkLength('name', MAX_EXPERIMENT_NAME_LENGTH, name);
}

export function checkArtifactLocation(location: string): void {
  if (/#./s.test(location)) throw invalid("'artifact_location' URL can't include fragments or params.");
  if (/\?.*\.\./s.test(decoded(location))) throw invalid('Invalid query string');
  if (location.startsWith('runs:'))
    throw invalid(`Artifact location cannot be a runs:/ URI. Given: '${location}'`);
  if (!lengthAbove(location, MAX_ARTIFACT_LOCATION_LENGTH)) return;
  throw invalid(
    'Invalid artifact path length. The length of the artifact path cannot be greater than ' +
      `${MAX_ARTIFACT_LOCATION_LENGTH} characters. To configure this limit, please set the ` +
      'MLFLOW_ARTIFACT_LOCATION_MAX_LENGTH environment variable.',
  );
}

export function checkDatasetInputs(inputs: DatasetInput[]): void {
  for (const { dataset, tags } of inputs) {
    checkLength('name', MAX_DATASET_NAME_LENGTH, dataset.name);
    checkLength('digest', MAX_DATASET_DIGEST_LENGTH, dataset.digest);
    checkLength('source', MAX_DATASET_SOURCE_LENGTH, dataset.source);
    checkLength('schema', MAX_DATASET_SCHEMA_LENGTH, dataset.schema ?? '');
    checkLength('profile', MAX_DATASET_PROFILE_LENGTH, dataset.profile ?? '');
    for (const tag of tags) {
      checkLength('key', MAX_INPUT_TAG_KEY_LENGTH, tag.key);
      checkLength('value', MAX_INPUT_TAG_VALUE_LENGTH, tag.value);
    }
  }
}

export function checkBatchSizes(metrics: number, params: number, tags: number): void {
  checkBatchSize('metrics', MAX_METRICS_PER_BATCH, metrics);
  checkBatchSize('params', MAX_PARAMS_TAGS_PER_BATCH, params);
  checkBatchSize('tags', MAX_PARAMS_TAGS_PER_BATCH, tags);
  checkBatchSize('metrics, params, and tags', MAX_ENTITIES_PER_BATCH, metrics + params + tags);
}

export function checkUniqueParams(params: Param[]): void {
  const seen = new Set<string>();
  const repeated: string[] = [];
  for (const { key } of params) {
    if (seen.has(key)) repeated.push(key);
    seen.add(key);
  }
  if (repeated.length === 0) return;
  throw invalid(
    `Duplicate parameter keys have been submitted: [${repeated.map(pythonRepr).join(', ')}]. ` +
      'Please ensure the request contains only one param value per param key.',
  );
}

export function checkRunId(runId: string): void {
  if (!/^[a-zA-Z0-9][\p{L}\p{N}_-]{0,255}$/u.test(runId)) throw invalid(invalidValue('run_id', runId));
}

export function parseExperimentId(id: string): number {
  if (/^\s*[+-]?\d+(_\d+)*\s*$/.test(id)) return Number(id.replaceAll('_', ''));
  throw invalid(`Invalid experiment ID '${id}'. Experiment ID must be a valid integer.`);
}

export function checkMaxResults(maxResults: number): void {
  if (maxResults < 1) {
    throw invalid(
      `Invalid value ${maxResults} for parameter 'max_results' supplied. It must be a positive integer`,
    );
  }
  if (maxResults > MAX_SEARCH_RESULTS) {
    throw invalid(
      `Invalid value ${maxResults} for parameter 'max_results' supplied. It must be at most ${MAX_SEARCH_RESULTS}`,
    );
  }
}

function checkBatchSize(what: string, limit: number, count: number): void {
  if (count <= limit) return;
  throw invalid(
    `A batch logging request can contain at most ${limit} ${what}. Got ${count} ${what}. ` +
      `Please split up ${what} across multiple requests and try again.`,
  );
}

export function checkLength(what: string, limit: number, text: string): void {
  if (lengthAbove(text, limit)) throw invalid(`'${what}' exceeds the maximum length of ${limit} characters`);
}

function cut(text: string, limit: number): string {
  return lengthAbove(text, limit) ? [...text].slice(0, limit).join('') : text;
}

function lengthAbove(text: string, limit: number): boolean {
  return text.length > limit && [...text].length > limit;
}

/** Percent-decoded until nothing is left to decode. */
function decoded(text: string): string {
  try {
    const once = decodeURIComponent(text);
    return once === text ? text : decoded(once);
  } catch {
    return text;
  }
}

function join(path: string, name: string): string {
  return path ? `${path}.${name}` : name;
}

/** `posixpath.normpath` of Python: no trailing slash, and exactly two leading slashes are kept. */
function normalize(path: string): string {
  const normal = posix.normalize(path).replace(/(?<=.)\/$/, '');
  return /^\/\/(?!\/)/.test(path) ? `/${normal}` : normal;
}
