import {
  type Direction,
  distributionOf,
  makePruner,
  makeSampler,
  type ParamField,
  type PrunerSetting,
  type SamplerSetting,
  type SearchSpace,
} from '@orrery/sweeps';
import { record } from '../../catalog/values.ts';
import { readPattern } from '../../exec/options.ts';
import { checkSchema } from '../../manifest/check-schema.ts';
import { ManifestError, type Problem } from '../../manifest/problem.ts';
import { YamlFile } from '../../manifest/yaml-file.ts';
import { badValues } from './bad-values.ts';
import { namesIn, RESERVED, unknownNames } from './fill.ts';
import { PARAMS_SCHEMA, SWEEP_SCHEMA } from './schema.ts';

/** A metric to optimise, and where to look for it beside `metrics.json` and `metrics.jsonl`. */
export interface WantedMetric {
  name: string;
  /** Finds it in what the command prints, in the group of `groupOf`; without one, `name=value` does. */
  pattern: RegExp | null;
}

/** The group of a pattern that finds the metric of an index. */
export function groupOf(index: number): string {
  return `metric_${index}`;
}

/** What `sweep.yaml` asks for. */
export interface SweepSpec {
  name: string;
  experiment: string;
  directions: Direction[];
  metrics: WantedMetric[];
  /** A table that each trial writes, below its own folder where it is not absolute. */
  resultsCsv: string | null;
  sampler: SamplerSetting;
  pruner: PrunerSetting;
  seed: number | null;
  n_trials: number;
  /** Seconds after which no further trial begins. */
  timeout: number | null;
  /** Seconds after which a trial has failed. */
  trial_timeout: number | null;
  parallel: number;
  params: Record<string, ParamField>;
  space: SearchSpace;
  /** Trials to run first. */
  enqueue: Record<string, unknown>[];
  /** The command, with `{name}` where a param goes. */
  command: string[];
}

type RawMetric = string | { name: string; direction?: Direction; regex?: string };

interface RawSweep extends Partial<Omit<SweepSpec, 'metrics' | 'space' | 'command'>> {
  metric?: RawMetric;
  metrics?: RawMetric[];
  direction?: Direction;
  results_csv?: string;
  command?: (string | number)[];
}

/**
 * Reads a `sweep.yaml`.
 *
 * @param given the command, where it does not stand in the file
 * @throws ManifestError with everything that is wrong, each with its line
 */
export function loadSweep(file: string, given: string[], text?: string): SweepSpec {
  const yaml = new YamlFile(file, text);
  if (yaml.problems.length > 0) throw new ManifestError(yaml.problems);
  const problems: Problem[] = [];
  const report = (path: (string | number)[], message: string) =>
    problems.push({ file, line: yaml.lineOf(path), message });
  const findings = checkSchema(SWEEP_SCHEMA, yaml.value);
  for (const { path, message } of findings) report(path, message);
  // What has the right shape is looked at further, so that all that is wrong is said at once.
  const isSound = (...path: string[]) =>
    !findings.some((finding) => path.every((part, index) => finding.path[index] === part));
  const raw = record(yaml.value) as RawSweep;
  const attempt = <T>(path: (string | number)[], work: () => T): T | null => {
    try {
      return work();
    } catch (error) {
      report(path, (error as Error).message);
      return null;
    }
  };
  const params = record(raw.params) as SweepSpec['params'];
  const space: SearchSpace = {};
  for (const [name, field] of Object.entries(params)) {
    const distribution =
      isSound('params', name) && attempt(['params', name], () => distributionOf(name, field));
    if (distribution) space[name] = distribution;
    if (RESERVED.includes(name)) report(['params', name], `'${name}' is a name of Orrery's own.`);
  }
  if (raw.metric === undefined && raw.metrics === undefined) report([], "'metric' is missing.");
  const asked = isSound('metrics') && isSound('metric') ? (raw.metrics ?? [raw.metric ?? []].flat()) : [];
  const metrics = asked.map((one, index) => {
    const { name, regex } = typeof one === 'string' ? { name: one, regex: undefined } : one;
    const path = raw.metrics ? ['metrics', index, 'regex'] : ['metric', 'regex'];
    const pattern =
      regex === undefined ? null : attempt(path, () => readPattern(withGroup(regex, groupOf(index))));
    return { name, pattern };
  });
  const directions = asked.map(
    (one, index) =>
      (typeof one === 'string' ? undefined : one.direction) ??
      raw.directions?.[index] ??
      raw.direction ??
      'minimize',
  );
  if (raw.directions && isSound('directions') && raw.directions.length !== metrics.length)
    report(['directions'], `there are ${raw.directions.length} directions for ${metrics.length} metrics.`);
  if (isSound('sampler')) attempt(['sampler'], () => raw.sampler && makeSampler(raw.sampler, 0));
  if (isSound('pruner')) attempt(['pruner'], () => raw.pruner && makePruner(raw.pruner));
  for (const [index, trial] of (isSound('enqueue') ? (raw.enqueue ?? []) : []).entries())
    for (const problem of [...unknownNames(Object.keys(trial), params), ...badValues(trial, space)])
      report(['enqueue', index, problem.name], problem.message);

  const command = given.length > 0 || !isSound('command') ? given : (raw.command ?? []).map(String);
  if (command.length === 0 && isSound('command'))
    report([], "there is no command: give it after --, or as 'command'.");
  for (const { name, message } of unknownNames(namesIn(command), params))
    problems.push({
      ...(given.length > 0 ? { file: 'the command' } : { file, line: yaml.lineOf(['command']) }),
      message: `{${name}}: ${message}`,
    });
  if (problems.length > 0) throw new ManifestError(problems);

  return {
    name: raw.name as string,
    experiment: raw.experiment ?? (raw.name as string),
    directions,
    metrics,
    resultsCsv: raw.results_csv ?? null,
    sampler: raw.sampler ?? 'tpe',
    pruner: raw.pruner ?? 'median',
    seed: raw.seed ?? null,
    n_trials: raw.n_trials ?? 20,
    timeout: raw.timeout ?? null,
    trial_timeout: raw.trial_timeout ?? null,
    parallel: raw.parallel ?? 1,
    params,
    space,
    enqueue: raw.enqueue ?? [],
    command,
  };
}

/**
 * Reads the params of a file that has them alone, or below `params`.
 *
 * @throws ManifestError with everything that is wrong, each with its line
 */
export function readSpaceFile(file: string): Record<string, ParamField> {
  const yaml = new YamlFile(file);
  if (yaml.problems.length > 0) throw new ManifestError(yaml.problems);
  const whole = yaml.value as { params?: unknown } | null;
  const isBelow = typeof whole?.params === 'object' && whole.params !== null && !('type' in whole.params);
  const value = isBelow ? whole.params : whole;
  const problems = checkSchema(PARAMS_SCHEMA, value).map(({ path, message }) => ({
    file,
    line: yaml.lineOf(isBelow ? ['params', ...path] : path),
    message,
  }));
  if (problems.length > 0) throw new ManifestError(problems);
  return value as Record<string, ParamField>;
}

/** A pattern whose group `value`, or only one, is of this name. */
function withGroup(regex: string, group: string): string {
  if (/\(\?<\w+>/.test(regex)) return regex.replace('(?<value>', `(?<${group}>`);
  return regex.replace(/\\.|\[(?:\\.|[^\]\\])*\]|\((?!\?)/g, (part) =>
    part === '(' ? `(?<${group}>` : part,
  );
}
