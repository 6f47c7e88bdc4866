import { readFileSync, statSync } from 'node:fs';
import { metricName } from '@orrery/client';
import type { Metric } from '@orrery/core';
import { record } from '../catalog/values.ts';
import { readJson } from '../json-file.ts';
import type { JobFolder } from './folder.ts';
import { linesOf, MAX_LINE_BYTES } from './lines.ts';
import { parseLooseJson } from './loose-json.ts';
import { parseLine } from './metrics-line.ts';
import { Warnings } from './warnings.ts';

const MAX_SUMMARY_BYTES = 64 << 20;
/** Points that are handed on together. */
const BATCH = 5000;

export interface JobOutputs {
  /** Final scalars, by name. */
  scalars: Record<string, number>;
  warnings: string[];
}

export interface ReadOptions {
  /** Unix milliseconds, for values that carry no time of their own. */
  endTime: number;
  /** Takes points as they are read; never all of them are in memory. */
  take: (points: Metric[]) => Promise<void> | void;
  /** Also what the job streamed to the server itself. */
  streamedToo?: boolean;
}

/**
 * Reads what a job left: `metrics.json` and `metrics.jsonl`. Lines that the job has streamed are left out, and so are
 * points of `metrics.json` at a step that `metrics.jsonl` has.
 */
export async function readOutputs(folder: JobFolder, options: ReadOptions): Promise<JobOutputs> {
  const { endTime, take, streamedToo = false } = options;
  const warnings = new Warnings();
  const { model_metrics, history } = readSummary(folder, warnings);
  const scalars: Record<string, number> = {};
  flatten(model_metrics, '', (name, value) => keepFinite(scalars, name, value, warnings));
  const others = historyPoints(history, endTime, warnings);

  const streamed = streamedToo
    ? 0
    : (readJson<{ lines: number }>(folder.file('metrics.streamed'))?.lines ?? 0);
  const last = new Map<string, Metric>();
  let batch: Metric[] = [];
  let number = 0;
  for await (const text of linesOf(folder.file('metrics.jsonl'))) {
    const line = parseOne(text, ++number, warnings);
    for (const point of line) {
      noteLast(last, point);
      others.delete(placeOf(point));
      if (number > streamed) batch.push(point);
    }
    if (batch.length < BATCH) continue;
    await take(batch);
    batch = [];
  }
  for (const point of others.values()) noteLast(last, point);
  const rest = [...batch, ...others.values(), ...finalPoints(scalars, last, endTime)];
  if (rest.length > 0) await take(rest);
  return { scalars, warnings: warnings.list() };
}

function parseOne(text: string | null, number: number, warnings: Warnings): Metric[] {
  const where = `metrics.jsonl:${number}`;
  if (text === null) {
    warnings.add(where, `is longer than ${MAX_LINE_BYTES >> 20} MiB and was left out`);
    return [];
  }
  if (text.trim() === '') return [];
  const line = parseLine(text);
  if (typeof line === 'string') {
    warnings.add(where, line);
    return [];
  }
  for (const warning of line.warnings) warnings.add(where, warning);
  return line.metrics;
}

interface Summary {
  model_metrics?: unknown;
  history?: unknown;
}

function readSummary(folder: JobFolder, warnings: Warnings): Summary {
  const file = folder.file('metrics.json');
  const size = statSync(file, { throwIfNoEntry: false })?.size;
  if (size === undefined) return {};
  if (size > MAX_SUMMARY_BYTES) {
    warnings.add('metrics.json', `is larger than ${MAX_SUMMARY_BYTES >> 20} MiB and was left out`);
    return {};
  }
  try {
    return summaryOf(record(parseLooseJson(readFileSync(file, 'utf8'))));
  } catch (error) {
    warnings.add('metrics.json', `is not JSON and was left out: ${(error as Error).message}`);
    return {};
  }
}

/** Of multiverse there are final metrics beside `history`, and among them series, which are history too. */
function summaryOf({ model_metrics, history, ...beside }: Record<string, unknown>): Summary {
  if (model_metrics !== undefined) return { model_metrics, history };
  const isSeries = ([, value]: [string, unknown]) => Array.isArray(value);
  const series = Object.entries(beside).filter(isSeries);
  const finals = Object.entries(beside).filter((entry) => !isSeries(entry));
  return {
    model_metrics: Object.fromEntries(finals),
    history: { ...Object.fromEntries(series), ...record(history) },
  };
}

/** `history` maps a name to values in order of step from 0, or to values by step. */
function historyPoints(history: unknown, timestamp: number, warnings: Warnings): Map<string, Metric> {
  const points = new Map<string, Metric>();
  if (typeof history !== 'object' || history === null) return points;
  for (const [name, series] of Object.entries(history)) {
    if (typeof series !== 'object' || series === null) continue;
    for (const [step, value] of Object.entries(series)) {
      if (typeof value === 'number' && Number.isFinite(value) && /^\d+$/.test(step)) {
        const point = { key: metricName(name), value, timestamp, step: Number(step) };
        points.set(placeOf(point), point);
      } else {
        const text = `history of '${name}' at step ${step} is no number and was left out`;
        warnings.add('metrics.json', text, `history of '${name}' is no number`);
      }
    }
  }
  return points;
}

function placeOf({ step, key }: Metric): string {
  return `${step} ${key}`;
}

function noteLast(last: Map<string, Metric>, point: Metric): void {
  const before = last.get(point.key);
  if (!before || point.step >= before.step) last.set(point.key, point);
}

/** Final scalars as points; one whose history ends with the same value is there already. */
function finalPoints(
  scalars: Record<string, number>,
  last: Map<string, Metric>,
  timestamp: number,
): Metric[] {
  return Object.entries(scalars)
    .filter(([key, value]) => last.get(key)?.value !== value)
    .map(([key, value]) => ({ key, value, timestamp, step: last.get(key)?.step ?? 0 }));
}

function keepFinite(into: Record<string, number>, name: string, value: unknown, warnings: Warnings): void {
  const number = typeof value === 'boolean' ? Number(value) : value;
  if (typeof number === 'number' && Number.isFinite(number)) into[metricName(name)] = number;
  else warnings.add('metrics.json:', `'${name}' is no finite number and was left out`);
}

function flatten(value: unknown, prefix: string, take: (name: string, value: unknown) => void): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [name, inner] of Object.entries(value)) {
    if (typeof inner === 'object' && inner !== null) flatten(inner, `${prefix}${name}.`, take);
    else take(prefix + name, inner);
  }
}
