import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { freePort } from '../scripts/free-port.ts';
import { EXPERIMENT, Filled } from './fill.ts';
import { startOrrery } from './servers.ts';
import { API } from './workloads.ts';

/**
 * What the first look at a large experiment takes after a start, and how long it holds up others: a small request is sent
 * over and over meanwhile, and the longest that it waits is told. Each line asks for columns that none asked for before.
 *
 *     node bench/first-look.ts [--runs 100000]
 */
const { values } = parseArgs({ options: { runs: { type: 'string', default: '100000' } } });
const EVERY_MS = 3;
const TABLE = `/api/tracking/experiments/${EXPERIMENT}`;

interface Look {
  title: string;
  path: string;
  body?: object;
}

const search = (title: string, asked: object): Look => ({
  title,
  path: `${API}/runs/search`,
  body: { experiment_ids: [String(EXPERIMENT)], max_results: 100, ...asked },
});
const LOOKS: Look[] = [
  search('the newest 100 runs', {}),
  search('a filter by a metric', { filter: 'metrics.m0 > 480' }),
  search('a filter by two things', { filter: "metrics.m1 > 480 and params.p1 = '1'" }),
  search('a filter by a text within', { filter: "tags.t3 LIKE '%9%'" }),
  search('ordered by a metric', { order_by: ['metrics.m2 DESC'] }),
  search('ordered by name', { order_by: ['attributes.run_name ASC'] }),
  search('20,000 full runs', { max_results: 20_000 }),
  {
    title: 'all of 1,000,000 points',
    path: `${API}/metrics/get-history?run_id=${'0'.repeat(32)}&metric_key=loss`,
  },
  { title: 'the table', path: `${TABLE}/rows`, body: {} },
  { title: 'the table by a metric', path: `${TABLE}/rows`, body: { order: ['-metrics.m3'] } },
  { title: 'the table in groups', path: `${TABLE}/rows`, body: { group: ['params.p2'] } },
  { title: 'the names of all columns', path: `${TABLE}/keys` },
  { title: 'all of it as CSV', path: `${TABLE}/runs.csv` },
];

const folder = mkdtempSync(join(tmpdir(), 'orrery-first-look-'));
try {
  const file = join(folder, 'mlflow.db');
  const filled = await Filled.make(file);
  filled.runs(Number(values.runs));
  filled.points(1_000_000);
  const server = await startOrrery(await freePort(), { database: `sqlite:///${file}` });
  try {
    await sleep(2000);
    console.log('|  | took | others waited at most |\n| --- | --: | --: |');
    for (const look of LOOKS) {
      const [took, longest] = await lookAt(server.url, look);
      console.log(`| ${look.title} | ${took.toFixed(0)} ms | ${longest.toFixed(0)} ms |`);
    }
  } finally {
    await server.stop();
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function lookAt(url: string, { path, body }: Look): Promise<[took: number, longest: number]> {
  let isDone = false;
  let longest = 0;
  const others = async () => {
    while (!isDone) {
      const asked = performance.now();
      await (await fetch(`${url}/health`)).text();
      longest = Math.max(longest, performance.now() - asked);
      await sleep(EVERY_MS);
    }
  };
  const look = async () => {
    const asked = performance.now();
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(url + path, body && { method: 'POST', headers, body: JSON.stringify(body) });
    const { byteLength } = await answer.arrayBuffer();
    isDone = true;
    if (!answer.ok) throw new Error(`${path} answered with ${answer.status} and ${byteLength} bytes`);
    return performance.now() - asked;
  };
  const [took] = await Promise.all([look(), others()]);
  return [took, longest];
}
