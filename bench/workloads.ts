import type { BenchData } from './data.ts';
import type { Request } from './load.ts';

export const API = '/api/2.0/mlflow';

export interface Workload {
  title: string;
  connections: number;
  /** What a request counts for, e.g. the rows of a batch. */
  weight?: number;
  unit?: string;
  request: (data: BenchData) => Request;
}

/** Numbers in it that are text, such as `'{n}.5'`, are sent as numbers. */
export function post(path: string, body: object, runs: string[] = []): Request {
  const numbered = JSON.stringify(body).replace(/"(\{n\}[\d.]*)"/g, '$1');
  return { method: 'POST', path: API + path, body: numbered, runs };
}

const get = (path: string, runs: string[] = []): Request => ({ method: 'GET', path: API + path, runs });
/** Ten metrics of so many steps, which no batch before had: a run goes on, as training does. */
const metrics = (count: number) =>
  Array.from({ length: count }, (_, i) => ({
    key: `m${i % 10}`,
    value: `{n}.${i}`,
    timestamp: '{n}',
    step: `{n}${count > 10 ? String(Math.floor(i / 10)).padStart(2, '0') : ''}`,
  }));
const params = (count: number) =>
  Array.from({ length: count }, (_, i) => ({ key: `p{n}_${i}`, value: `value ${i}` }));

const logMetric = ({ runs }: BenchData) =>
  post(
    '/runs/log-metric',
    { run_id: '{run}', key: 'loss', value: '{n}.5', timestamp: '{n}', step: '{n}' },
    runs,
  );
const logMetrics =
  (count: number) =>
  ({ runs }: BenchData) =>
    post('/runs/log-batch', { run_id: '{run}', metrics: metrics(count) }, runs);
const logParams =
  (count: number) =>
  ({ runs }: BenchData) =>
    post('/runs/log-batch', { run_id: '{run}', params: params(count) }, runs);
const createRun = ({ experimentId }: BenchData) =>
  post('/runs/create', { experiment_id: experimentId, start_time: '{n}', run_name: 'r{n}' });
const search = (data: BenchData, extra: object) =>
  post('/runs/search', { experiment_ids: [data.searchId], ...extra });

export const WORKLOADS: Workload[] = [
  { title: 'log-metric, 1 connection', connections: 1, request: logMetric },
  { title: 'log-metric, 8 connections', connections: 8, request: logMetric },
  { title: 'log-metric, 64 connections', connections: 64, request: logMetric },
  { title: 'log-batch of 10, 8 connections', connections: 8, request: logMetrics(10) },
  { title: 'log-batch of 1,000', connections: 1, weight: 1000, unit: 'rows', request: logMetrics(1000) },
  { title: 'create run', connections: 8, request: createRun },
  { title: 'get run', connections: 8, request: ({ runs }) => get('/runs/get?run_id={run}', runs) },
  {
    title: 'search with a filter, 500 runs',
    connections: 8,
    request: (data) => search(data, { filter: "metrics.m1 > 480 and params.p1 = '1'", max_results: 100 }),
  },
  {
    title: 'search ordered by a metric, 100 results',
    connections: 1,
    request: (data) => search(data, { order_by: ['metrics.m1 DESC'], max_results: 100 }),
  },
  {
    title: 'search, 500 full runs',
    connections: 1,
    request: (data) => search(data, { max_results: 500 }),
  },
  {
    title: 'get-history of 3,000 points',
    connections: 1,
    request: ({ historyRun }) => get(`/metrics/get-history?run_id=${historyRun}&metric_key=loss`),
  },
];

/** As the Go projects measure themselves with k6: 20 clients. */
export const OF_GO_PROJECTS: Workload[] = [
  { title: 'LogMetricBatch10', connections: 20, request: logMetrics(10) },
  { title: 'LogParamBatch10', connections: 20, request: logParams(10) },
  { title: 'LogParamBatch100', connections: 20, request: logParams(100) },
  { title: 'CreateRun', connections: 20, request: createRun },
  { title: 'SearchRuns', connections: 20, request: (data) => search(data, { max_results: 100 }) },
  {
    title: 'SearchExperiments',
    connections: 20,
    request: () => post('/experiments/search', { max_results: 100 }),
  },
];
