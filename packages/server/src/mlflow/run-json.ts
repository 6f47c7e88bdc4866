import type { Metric, Page, Run } from '@orrery/core';
import { eachInTurns, turns } from '@orrery/database';
import { foundRunAnswer, metricAnswer } from './answer.ts';

/** A run that has not changed is the same object as before, and its JSON the same. */
const FOUND = new WeakMap<Run, Buffer>();

/** The answer of a search for runs. */
export async function foundRunsJson({ items, nextPageToken }: Page<Run>): Promise<object> {
  if (items.length === 0) return {};
  const parts: Buffer[] = [Buffer.from('{"runs":[')];
  await eachInTurns(items, (run) => parts.push(foundRunJson(run), COMMA));
  parts[parts.length - 1] = Buffer.from(`]${tokenJson(nextPageToken)}}`);
  return Buffer.concat(parts);
}

/** Points whose text is put together at once: that of all of them would outlive V8's young space. */
const PIECE = 1000;

/** The answer of a history, whose points are many and alike. */
export async function historyJson({ items, nextPageToken }: Page<Metric>): Promise<object> {
  if (items.length === 0) return {};
  const key = JSON.stringify(items[0]?.key);
  const pieces: Buffer[] = [];
  const turn = turns();
  for (let from = 0; from < items.length; from += PIECE) {
    await turn();
    const points = items.slice(from, from + PIECE).map((metric) => pointJson(key, metric));
    pieces.push(Buffer.from(`${from === 0 ? '{"metrics":[' : ','}${points.join(',')}`));
  }
  pieces.push(Buffer.from(`]${tokenJson(nextPageToken)}}`));
  return Buffer.concat(pieces);
}

const COMMA = Buffer.from(',');

function foundRunJson(run: Run): Buffer {
  let json = FOUND.get(run);
  if (json === undefined) {
    json = Buffer.from(JSON.stringify(foundRunAnswer(run)));
    FOUND.set(run, json);
  }
  return json;
}

function pointJson(key: string, metric: Metric): string {
  const { value, timestamp, step } = metric;
  if (!Number.isFinite(value)) return JSON.stringify(metricAnswer(metric));
  return `{"key":${key},"value":${value},"timestamp":${timestamp},"step":${step}}`;
}

function tokenJson(token: string | null): string {
  return token === null ? '' : `,"next_page_token":${JSON.stringify(token)}`;
}
