import { metricName } from '@orrery/client';
import type { Metric } from '@orrery/core';
import { parseLooseJson } from './loose-json.ts';

export interface MetricsLine {
  step: number;
  metrics: Metric[];
  warnings: string[];
}

/** Reads one line of `metrics.jsonl`, whose metrics may also stand beside `step`, as multiverse writes them; resolves to what is wrong where it is none. */
export function parseLine(text: string): MetricsLine | string {
  let line: Record<string, unknown> | null;
  try {
    line = parseLooseJson(text) as typeof line;
  } catch {
    return 'is not JSON and was left out';
  }
  const { step, timestamp, metrics: inside, ...beside } = line ?? {};
  const metrics = inside ?? beside;
  if (
    !Number.isSafeInteger(step) ||
    !Number.isSafeInteger(timestamp) ||
    (timestamp as number) < 0 ||
    typeof metrics !== 'object' ||
    metrics === null
  ) {
    return 'is no {step, timestamp, metrics} and was left out';
  }
  const points: Metric[] = [];
  const warnings: string[] = [];
  for (const [key, value] of Object.entries(metrics)) {
    if (typeof value === 'number' && Number.isFinite(value)) {
      points.push({ key: metricName(key), value, timestamp: timestamp as number, step: step as number });
    } else warnings.push(`'${key}' is no finite number and was left out`);
  }
  return { step: step as number, metrics: points, warnings };
}
