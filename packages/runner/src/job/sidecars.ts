import { existsSync } from 'node:fs';
import { writeJson } from '../json-file.ts';
import { JsonLines } from '../json-lines.ts';
import { RunRecord } from '../record/run-record.ts';
import type { JobFolder } from './folder.ts';

interface Line {
  step: number;
  timestamp: number;
  metrics: Record<string, number>;
}

/**
 * Writes `metrics.jsonl` and `metrics.json` of a job that wrote none itself, from the record of its run: what it logged
 * with MLflow's own client, for one. System metrics are left out.
 */
export async function completeSidecars(folder: JobFolder): Promise<void> {
  const file = folder.file('metrics.jsonl');
  const isMissing = !existsSync(file);
  const summary = folder.file('metrics.json');
  if (!isMissing && existsSync(summary)) return;
  const lines = new Map<string, Line>();
  const last: Record<string, { step: number; value: number }> = {};
  for await (const { key, step, timestamp, value } of pointsOf(folder)) {
    if (isMissing) {
      const place = `${timestamp} ${step}`;
      const line = lines.get(place) ?? { step, timestamp, metrics: {} };
      line.metrics[key] = value;
      lines.set(place, line);
    }
    if (step >= (last[key]?.step ?? Number.NEGATIVE_INFINITY)) last[key] = { step, value };
  }
  if (lines.size > 0) {
    const sorted = [...lines.values()].sort((a, b) => a.timestamp - b.timestamp || a.step - b.step);
    new JsonLines<Line>(file).append(sorted);
  }
  if (existsSync(summary)) return;
  const finals = Object.entries(last).map(([key, { value }]) => [key, value]);
  writeJson(summary, { model_metrics: Object.fromEntries(finals), history: {} });
}

/** Finite values of the job's own metrics. */
async function* pointsOf(folder: JobFolder) {
  for await (const entry of new RunRecord(folder.path).read()) {
    if (entry.kind === 'history' && !entry.key.startsWith('system/')) {
      for (const [step, timestamp, value] of entry.points) {
        if (typeof value !== 'number') continue;
        yield { key: entry.key, step: Number(step), timestamp: Number(timestamp), value };
      }
    } else if (entry.kind === 'log') {
      for (const { key, step, timestamp, value } of entry.metrics ?? []) {
        if (!key.startsWith('system/'))
          yield { key, step: Number(step), timestamp: Number(timestamp), value };
      }
    }
  }
}
