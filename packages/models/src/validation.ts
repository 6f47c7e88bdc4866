import { invalid, type Tag } from '@orrery/core';
import { checkLength, checkName, checkSameAsFile, pythonRepr } from '@orrery/tracking/sql';

/** MLflow's limits and rules for names in the registry (mlflow/utils/validation.py, 3.17.2). */
const MAX_TAG_KEY_LENGTH = 250;
const MAX_TAG_VALUE_LENGTH = 100_000;
const MAX_ALIAS_LENGTH = 255;
const PROMPT_TEXT_KEY = 'mlflow.prompt.text';

export function checkModelName(name: string, parameter = 'name'): void {
  if (name.trim() === '') throw invalid(`Missing value for required parameter '${parameter}'.`);
  if (/[/:]/.test(name)) throw invalid(`Invalid model name '${name}'. Names cannot contain '/' or ':'.`);
  checkSameAsFile(name, 'name');
}

/** The number of a version, as Python's `int` reads it. */
export function parseVersion(version: string): number {
  const digits = version.trim().replace(/(?<=\d)_(?=\d)/g, '');
  if (/^[+-]?\d+$/.test(digits)) return Number(digits);
  throw invalid(`Parameter 'version' must be an integer, got '${version}'.`);
}

export function checkModelTag({ key, value }: Tag): void {
  checkName(key, 'key');
  checkLength('key', MAX_TAG_KEY_LENGTH, key);
  checkLength('value', MAX_TAG_VALUE_LENGTH, value);
}

export function checkVersionTag({ key, value }: Tag): void {
  checkName(key, 'key');
  checkLength('key', MAX_TAG_KEY_LENGTH, key);
  if (key === PROMPT_TEXT_KEY && [...value].length > MAX_TAG_VALUE_LENGTH)
    throw invalid(`Prompt text exceeds max length of ${MAX_TAG_VALUE_LENGTH} characters.`);
  checkLength('value', MAX_TAG_VALUE_LENGTH, value);
}

export function checkTagKey(key: string): void {
  checkName(key, 'key');
}

export function checkAlias(alias: string): void {
  if (alias === '') throw invalid('Registered model alias name cannot be empty.');
  if (!/^[\p{L}\p{N}_-]*$/u.test(alias)) {
    const rule = 'Names may only contain alphanumerics, underscores (_), and dashes (-).';
    throw invalid(`Invalid alias name: '${alias}'. ${rule}`);
  }
  checkLength('Registered model alias name', MAX_ALIAS_LENGTH, alias);
}

/** As `checkAlias`; an alias of one's own can be neither `latest` nor look like a version. */
export function checkNewAlias(alias: string): void {
  checkAlias(alias);
  if (alias.toLowerCase() === 'latest') throw invalid("'latest' alias name (case insensitive) is reserved.");
  if (/^v\p{Nd}+$/iu.test(alias)) throw invalid(`Version alias name '${alias}' is reserved.`);
}

/** @param name empty where one is to be made up */
export function checkLoggedModelName(name: string): void {
  if (!/[/:.%"']/.test(name)) return;
  throw invalid(
    `Invalid model name (${pythonRepr(name)}) provided. Model name must be a non-empty string and cannot ` +
      `contain the following characters: ('/', ':', '.', '%', '"', "'")`,
  );
}
