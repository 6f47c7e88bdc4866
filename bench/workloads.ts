import http from 'node:http';
import { type Load, load, type Request, send } from './load.ts';

const API = '/api/2.0/mlflow';

export interface Workload {
  name: string;
  connections: number;
  /** What a request counts for, e.g. the rows of a batch. */
  weight?: number;
  unit?: string;
  request: (n: number, data: BenchData) => Request;
}

/** What was put into a server before it is measured. */
export interface BenchData {
  experimentId: string;
  searchId: string;
  runs: string[];
  /** A run with 3,000 points of `loss`. */
  historyRun: string;
}

const post = (path: string, body: object): Request => ({
  method: 'POST',
  path: API + path,
  body: JSON.stringify(body),
});

const runOf = (n: number, { runs }: BenchData) => runs[n % runs.length] as string;
const metrics = (n: number, count: number) =>
  Array.from({ length: count }, (_, i) => ({
    key: `m${i % 10}`,
    value: n + i / 7,
    timestamp: n * 1000 + i,
    step: n,
  }));

const logMetric = (n: number, data: BenchData) =>
  post('/runs/log-metric', { run_id: runOf(n, data), key: 'loss', value: n / 7, timestamp: n, step: n });
const search = (data: BenchData, extra: object) =>
  post('/runs/search', { experiment_ids: [data.searchId], ...extra });

export const WORKLOADS: Workload[] = [
  { name: 'log-metric, 1 connection', connections: 1, request: logMetric },
  { name: 'log-metric, 8 connections', connections: 8, request: logMetric },
  { name: 'log-metric, 64 connections', connections: 64, request: logMetric },
  {
    name: 'log-batch of 10, 8 connections',
    connections: 8,
    request: (n, data) => post('/runs/log-batch', { run_id: runOf(n, data), metrics: metrics(n, 10) }),
  },
  {
    name: 'log-batch of 1,000',
    connections: 1,
    weight: 1000,
    unit: 'rows',
    request: (n, data) => post('/runs/log-batch', { run_id: runOf(n, data), metrics: metrics(n, 1000) }),
  },
  {
    name: 'create run',
    connections: 8,
    request: (n, data) =>
      post('/runs/create', { experiment_id: data.experimentId, start_time: n, run_name: `r${n}` }),
  },
  {
    name: 'get run',
    connections: 8,
    request: (n, data) => ({ method: 'GET', path: `${API}/runs/get?run_id=${runOf(n, data)}` }),
  },
  {
    name: 'search with a filter, 500 runs',
    connections: 8,
    request: (_, data) => search(data, { filter: "metrics.m1 > 480 and params.p1 = '1'", max_results: 100 }),
  },
  {
    name: 'search ordered by a metric, 100 results',
    connections: 1,
    request: (_, data) => search(data, { order_by: ['metrics.m1 DESC'], max_results: 100 }),
  },
  {
    name: 'search, 500 full runs',
    connections: 1,
    request: (_, data) => search(data, { max_results: 500 }),
  },
  {
    name: 'get-history of 3,000 points',
    connections: 1,
    request: (_, data) => ({
      method: 'GET',
      path: `${API}/metrics/get-history?run_id=${data.historyRun}&metric_key=loss`,
    }),
  },
];

export function measure(
  baseUrl: string,
  workload: Workload,
  data: BenchData,
  seconds: number,
): Promise<Load> {
  return load(baseUrl, workload.connections, seconds, (n) => workload.request(n, data));
}

/** 16 runs to log to, 500 runs with 10 metrics, params and tags to search, and one long history. */
export async function prepare(baseUrl: string): Promise<BenchData> {
  const agent = new http.Agent({ keepAlive: true });
  const call = async (path: string, body: object) => JSON.parse(await send(agent, baseUrl, post(path, body)));
  const create = async (name: string) =>
    (await call('/experiments/create', { name })).experiment_id as string;
  const run = async (experiment_id: string, start_time: number) =>
    (await call('/runs/create', { experiment_id, start_time })).run.info.run_id as string;

  const experimentId = await create('written');
  const searchId = await create('searched');
  const runs: string[] = [];
  for (let i = 0; i < 16; i++) runs.push(await run(experimentId, i));
  for (let i = 0; i < 500; i++) {
    const entries = (letter: string) =>
      Array.from({ length: 10 }, (_, k) => ({ key: `${letter}${k}`, value: String((i + k) % 7) }));
    await call('/runs/log-batch', {
      run_id: await run(searchId, i),
      metrics: Array.from({ length: 10 }, (_, k) => ({
        key: `m${k}`,
        value: (i * 31 + k) % 500,
        timestamp: i,
        step: 0,
      })),
      params: entries('p'),
      tags: entries('t'),
    });
  }
  const historyRun = await run(experimentId, 0);
  for (let part = 0; part < 3; part++) {
    const points = Array.from({ length: 1000 }, (_, i) => ({
      key: 'loss',
      value: 1 / (i + 1),
      timestamp: part * 1000 + i,
      step: part * 1000 + i,
    }));
    await call('/runs/log-batch', { run_id: historyRun, metrics: points });
  }
  agent.destroy();
  return { experimentId, searchId, runs, historyRun };
}
