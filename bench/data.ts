import { send } from './load.ts';
import { post } from './workloads.ts';

/** What was put into a server before it is measured. */
export interface BenchData {
  experimentId: string;
  searchId: string;
  runs: string[];
  /** A run with 3,000 points of `loss`. */
  historyRun: string;
}

/** 16 runs to log to, 500 runs with 10 metrics, params and tags to search, and one long history. */
export async function prepare(baseUrl: string): Promise<BenchData> {
  const experimentId = await createExperiment(baseUrl, 'written');
  const searchId = await createExperiment(baseUrl, 'searched');
  const runs: string[] = [];
  for (let i = 0; i < 16; i++) runs.push(await createRun(baseUrl, experimentId, i));
  await createFullRuns(baseUrl, searchId, 500);
  const historyRun = await createRun(baseUrl, experimentId, 0);
  await logHistory(baseUrl, historyRun, 3000);
  return { experimentId, searchId, runs, historyRun };
}

export async function createExperiment(baseUrl: string, name: string): Promise<string> {
  return ((await send(baseUrl, post('/experiments/create', { name }))) as { experiment_id: string })
    .experiment_id;
}

async function createRun(baseUrl: string, experiment_id: string, start_time: number): Promise<string> {
  const created = await send(baseUrl, post('/runs/create', { experiment_id, start_time }));
  return (created as { run: { info: { run_id: string } } }).run.info.run_id;
}

/** Runs with 10 metrics, params and tags each. */
export async function createFullRuns(baseUrl: string, experimentId: string, count: number): Promise<void> {
  for (let i = 0; i < count; i++) {
    const entries = (letter: string) =>
      Array.from({ length: 10 }, (_, k) => ({ key: `${letter}${k}`, value: String((i + k) % 7) }));
    const metrics = Array.from({ length: 10 }, (_, k) => ({
      key: `m${k}`,
      value: (i * 31 + k) % 500,
      timestamp: i + 1,
      step: 0,
    }));
    const run_id = await createRun(baseUrl, experimentId, i);
    await send(
      baseUrl,
      post('/runs/log-batch', { run_id, metrics, params: entries('p'), tags: entries('t') }),
    );
  }
}

/** `loss` at each of so many steps. */
export async function logHistory(baseUrl: string, run_id: string, points: number): Promise<void> {
  for (let from = 0; from < points; from += 1000) {
    const metrics = Array.from({ length: Math.min(1000, points - from) }, (_, i) => ({
      key: 'loss',
      value: 1 / (i + 1),
      timestamp: from + i + 1,
      step: from + i,
    }));
    await send(baseUrl, post('/runs/log-batch', { run_id, metrics }));
  }
}
