import { existsSync, readFileSync } from 'node:fs';
import type { Metric } from '@orrery/core';
import { readJson } from '../json-file.ts';
import type { JobFolder } from './folder.ts';
import { parseLine } from './metrics-line.ts';

export interface JobOutputs {
  /** Final scalars, by name. */
  scalars: Record<string, number>;
  /** Points that the job did not stream itself. */
  history: Metric[];
  warnings: string[];
}

/**
 * Reads what a job left: `metrics.json` and `metrics.jsonl`. Lines that the job has streamed are not among the
 * history, nor are points of `metrics.json` at a step that `metrics.jsonl` has.
 *
 * @param endTime Unix milliseconds, for values that carry no time of their own
 */
export function readOutputs(folder: JobFolder, endTime: number): JobOutputs {
  const warnings: string[] = [];
  const streamed = readJson<{ lines: number }>(folder.file('metrics.streamed'))?.lines ?? 0;
  const logged: Metric[] = [];
  const replayed: Metric[] = [];
  readLines(folder.file('metrics.jsonl')).forEach((text, index) => {
    const line = parseLine(text);
    if (typeof line === 'string') warnings.push(`metrics.jsonl:${index + 1} ${line}`);
    else {
      logged.push(...line.metrics);
      warnings.push(...line.warnings.map((warning) => `metrics.jsonl:${index + 1} ${warning}`));
      if (index >= streamed) replayed.push(...line.metrics);
    }
  });

  const summary = readSummary(folder, warnings);
  const scalars: Record<string, number> = {};
  flatten(summary.model_metrics, '', (name, value) => keepFinite(scalars, name, value, warnings));
  const known = new Set(logged.map(({ key, step }) => `${step} ${key}`));
  const others = historyPoints(summary.history, endTime, warnings).filter(
    ({ key, step }) => !known.has(`${step} ${key}`),
  );
  const history = [...replayed, ...others];
  return {
    scalars,
    history: [...history, ...finalPoints(scalars, [...logged, ...others], endTime)],
    warnings,
  };
}

interface Summary {
  model_metrics?: unknown;
  history?: unknown;
}

function readSummary(folder: JobFolder, warnings: string[]): Summary {
  const file = folder.file('metrics.json');
  if (!existsSync(file)) return {};
  const text = readFileSync(file, 'utf8');
  try {
    // Python writes NaN and infinities as bare words, which JSON does not know.
    const strict = text.replace(/"(?:[^"\\]|\\.)*"|-?\b(?:NaN|Infinity)\b/g, (found) =>
      found[0] === '"' ? found : 'null',
    );
    return (JSON.parse(strict) ?? {}) as Summary;
  } catch (error) {
    warnings.push(`metrics.json is not JSON and was left out: ${(error as Error).message}`);
    return {};
  }
}

/** `history` maps a name to values in order of step from 0, or to values by step. */
function historyPoints(history: unknown, timestamp: number, warnings: string[]): Metric[] {
  const points: Metric[] = [];
  if (typeof history !== 'object' || history === null) return points;
  for (const [key, series] of Object.entries(history)) {
    if (typeof series !== 'object' || series === null) continue;
    for (const [step, value] of Object.entries(series)) {
      if (typeof value === 'number' && Number.isFinite(value) && /^\d+$/.test(step)) {
        points.push({ key, value, timestamp, step: Number(step) });
      } else warnings.push(`metrics.json history of '${key}' at step ${step} is no number and was left out`);
    }
  }
  return points;
}

/** Final scalars as points; one whose history ends with the same value is there already. */
function finalPoints(scalars: Record<string, number>, history: Metric[], timestamp: number): Metric[] {
  const last = new Map<string, Metric>();
  for (const point of history) {
    if (point.step >= (last.get(point.key)?.step ?? Number.NEGATIVE_INFINITY)) last.set(point.key, point);
  }
  return Object.entries(scalars)
    .filter(([key, value]) => last.get(key)?.value !== value)
    .map(([key, value]) => ({ key, value, timestamp, step: last.get(key)?.step ?? 0 }));
}

function keepFinite(into: Record<string, number>, name: string, value: unknown, warnings: string[]): void {
  const number = typeof value === 'boolean' ? Number(value) : value;
  if (typeof number === 'number' && Number.isFinite(number)) into[name] = number;
  else warnings.push(`metrics.json: '${name}' is no finite number and was left out`);
}

function flatten(value: unknown, prefix: string, take: (name: string, value: unknown) => void): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [name, inner] of Object.entries(value)) {
    if (typeof inner === 'object' && inner !== null) flatten(inner, `${prefix}${name}.`, take);
    else take(prefix + name, inner);
  }
}

function readLines(file: string): string[] {
  return existsSync(file)
    ? readFileSync(file, 'utf8')
        .split('\n')
        .filter((line) => line.trim() !== '')
    : [];
}
