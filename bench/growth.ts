import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { settle } from './bare.ts';
import type { BenchData } from './data.ts';
import { EXPERIMENT, Filled, SHORT_HISTORY } from './fill.ts';
import { load, type Request, send } from './load.ts';
import { plot, type Stage } from './plot.ts';
import { startOrrery } from './servers.ts';
import { post, WORKLOADS } from './workloads.ts';

/**
 * Each operation with 10³, 10⁴ and 10⁵ runs, then with 10⁶ and 10⁷ rows of metrics besides.
 *
 *     node bench/growth.ts [--seconds 2] [--runs 1000,10000,100000] [--points 1000000,10000000]
 */
const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '2' },
    runs: { type: 'string', default: '1000,10000,100000' },
    points: { type: 'string', default: '1000000,10000000' },
  },
});
const folder = mkdtempSync(join(tmpdir(), 'orrery-growth-'));
const numbers = (list: string) => list.split(',').filter(Boolean).map(Number);
const run = (n: number) => n.toString(16).padStart(32, '0');
const stages: Stage[] = [];

async function measure(title: string, runs: number): Promise<void> {
  settle();
  const server = await startOrrery(25941, { env: { ORRERY_STORE: folder } });
  const rates: Record<string, number> = {};
  try {
    const data: BenchData = {
      experimentId: String(EXPERIMENT),
      searchId: String(EXPERIMENT),
      runs: Array.from({ length: 16 }, (_, i) => run(runs - 1 - i)),
      historyRun: run(SHORT_HISTORY),
    };
    for (const { title: name, connections, request } of WORKLOADS)
      rates[name] = (await load(server.url, connections, Number(values.seconds), request(data))).rate;
    const page = { experiment_ids: [data.searchId], max_results: 100 };
    rates['first page of 100'] = await pages(server.url, page);
    rates['last page of 100'] = await pages(server.url, {
      ...page,
      page_token: await lastToken(server.url, page),
    });
    const alone = await logAlone(server.url, data);
    const besides = await logWhileSearching(server.url, data);
    stages.push({ title, coldStart: server.coldStart, memory: server.memory(), rates, alone, besides });
    console.log(stages.at(-1));
  } finally {
    await server.stop();
  }
}

/** How long log-metric takes on 8 connections. */
async function logAlone(url: string, data: BenchData): Promise<Stage['alone']> {
  const logMetric = requestOf('log-metric, 8 connections', data);
  const { p50, p99 } = await load(url, 8, 2 * Number(values.seconds), logMetric);
  return { p50, p99 };
}

/** The same while two others sort all runs by a metric. */
async function logWhileSearching(url: string, data: BenchData): Promise<Stage['besides']> {
  const ordered = requestOf('search ordered by a metric, 100 results', data);
  const [logged] = await Promise.all([
    logAlone(url, data),
    load(url, 2, 2 * Number(values.seconds), ordered),
  ]);
  return logged;
}

function requestOf(title: string, data: BenchData): Request {
  return WORKLOADS.find((workload) => workload.title === title)?.request(data) as Request;
}

async function pages(url: string, page: object): Promise<number> {
  return (await load(url, 1, Number(values.seconds), post('/runs/search', page))).rate;
}

/** Of the page before the last one. */
async function lastToken(url: string, page: object): Promise<string> {
  let token = '';
  for (;;) {
    const answer = await send(url, post('/runs/search', { ...page, max_results: 900, page_token: token }));
    const { next_page_token } = answer as { next_page_token?: string };
    if (next_page_token === undefined) return token;
    token = next_page_token;
  }
}

try {
  const filled = await Filled.make(join(folder, 'mlflow.db'));
  for (const count of numbers(values.runs)) {
    filled.runs(count);
    await measure(`${count.toLocaleString('en')} runs`, count);
  }
  const most = Math.max(...numbers(values.runs));
  for (const count of numbers(values.points)) {
    filled.points(count);
    await measure(`${count.toLocaleString('en')} points`, most);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
mkdirSync('bench/results', { recursive: true });
writeFileSync('bench/results/growth.json', `${JSON.stringify(stages, null, 2)}\n`);
writeFileSync('docs/images/growth.svg', plot(stages));
