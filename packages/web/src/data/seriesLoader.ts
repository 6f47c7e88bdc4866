import type { History } from '../logic/series.ts';
import { postJson } from './api.ts';

/** What a series is read by, but for its metric. */
export interface SeriesRequest {
  runIds: readonly string[];
  axis: 'step' | 'time';
  /** The part of the axis to see, in steps or Unix milliseconds; all of it when null. */
  range: readonly [from: number, to: number] | null;
  /** At most so many points a run. */
  points: number;
}

interface SeriesJson {
  run_id: string;
  key: string;
  count: number;
  first_time: number;
  steps: number[];
  times: number[];
  values: (number | null)[];
  lows: (number | null)[] | null;
  highs: (number | null)[] | null;
}

type Answer = ReadonlyMap<string, History>;

interface Batch {
  request: SeriesRequest;
  wanted: Map<string, PromiseWithResolvers<Answer>>;
}

/** Metrics and runs of one request: so that the first charts need not wait for the last. */
const METRICS = 8;
const RUNS = 100;

const batches = new Map<string, Batch>();

/** The histories of a metric, by run. Charts that ask at the same time, for the same runs, share a request. */
export function loadSeries(request: SeriesRequest, metric: string): Promise<Answer> {
  const key = JSON.stringify(request);
  let batch = batches.get(key);
  if (!batch) {
    batch = { request, wanted: new Map() };
    batches.set(key, batch);
    setTimeout(() => {
      const { wanted } = batches.get(key) as Batch;
      batches.delete(key);
      const metrics = [...wanted.keys()];
      for (let from = 0; from < metrics.length; from += METRICS) {
        const part = metrics.slice(from, from + METRICS);
        read(request, part).then(
          (answers) => {
            for (const one of part) wanted.get(one)?.resolve(answers.get(one) ?? new Map());
          },
          (error) => {
            for (const one of part) wanted.get(one)?.reject(error);
          },
        );
      }
    });
  }
  const wanted = batch.wanted.get(metric) ?? Promise.withResolvers<Answer>();
  batch.wanted.set(metric, wanted);
  return wanted.promise;
}

async function read(request: SeriesRequest, metrics: string[]): Promise<Map<string, Answer>> {
  const { runIds, axis, range, points } = request;
  const parts: (readonly string[])[] = [];
  for (let from = 0; from < runIds.length; from += RUNS) parts.push(runIds.slice(from, from + RUNS));
  const answers = await Promise.all(
    parts.map((run_ids) =>
      postJson<{ series: SeriesJson[] }>('/api/tracking/series', {
        run_ids,
        metrics,
        axis,
        points,
        ...(range && { from: range[0], to: range[1] }),
      }),
    ),
  );
  const found = new Map(metrics.map((metric) => [metric, new Map<string, History>()]));
  for (const { run_id, key, first_time, ...history } of answers.flatMap(({ series }) => series))
    found.get(key)?.set(run_id, { ...history, firstTime: first_time });
  return found;
}
