import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { startPostgres } from '../scripts/postgres.ts';
import { createExperiment, createRun } from './data.ts';
import { load, type Request } from './load.ts';
import { type BenchServer, startOrrery } from './servers.ts';
import { post } from './workloads.ts';

/**
 * How much more two servers of one PostgreSQL do than one, with as many connections between them, in turns.
 *
 *     node bench/many-servers.ts [--seconds 5] [--rounds 3]
 */
const { values } = parseArgs({
  options: { seconds: { type: 'string', default: '5' }, rounds: { type: 'string', default: '3' } },
});
const CONNECTIONS = 64;
const postgres = await startPostgres();
const servers: BenchServer[] = [];
try {
  const database = postgres.database();
  for (const port of [25921, 25931]) servers.push(await startOrrery(port, { database }));
  const { url } = servers[0] as BenchServer;
  const experimentId = await createExperiment(url, 'many');
  const runs: string[] = [];
  for (let index = 0; index < 16; index++) runs.push(await createRun(url, experimentId, index));
  const metric = { run_id: '{run}', key: 'loss', value: '{n}.5', timestamp: '{n}', step: '{n}' };
  const metrics = Array.from({ length: 10 }, (_, i) => ({
    key: `m${i}`,
    value: '{n}.5',
    timestamp: '{n}',
    step: '{n}',
  }));
  const workloads: [string, Request][] = [
    ['log-metric', post('/runs/log-metric', metric, runs)],
    ['log-batch of 10', post('/runs/log-batch', { run_id: '{run}', metrics }, runs)],
    ['get run', { method: 'GET', path: '/api/2.0/mlflow/runs/get?run_id={run}', runs }],
    [
      'search with a filter',
      post('/runs/search', { experiment_ids: [experimentId], filter: 'metrics.loss > 1' }),
    ],
  ];
  console.log(
    '| | one server | cores at work | two servers | cores at work | |\n| --- | --: | --: | --: | --: | --: |',
  );
  for (const [title, request] of workloads) {
    const rates: [number[], number[]] = [[], []];
    const cores: [number[], number[]] = [[], []];
    for (let round = 0; round < Number(values.rounds); round++)
      for (const count of [1, 2]) {
        const together = servers
          .slice(0, count)
          .map((server) => load(server.url, CONNECTIONS / count, Number(values.seconds), request));
        const before = coreSeconds();
        const done = await Promise.all(together);
        cores[count - 1]?.push((coreSeconds() - before) / Number(values.seconds));
        rates[count - 1]?.push(done.reduce((total, { rate }) => total + rate, 0));
      }
    const cells = [0, 1].flatMap((index) => [
      `${Math.round(middle(rates[index] as number[]))} /s`,
      middle(cores[index] as number[]).toFixed(1),
    ]);
    const growth = middle(rates[1]) / middle(rates[0]);
    console.log(`| ${[title, ...cells, `${growth.toFixed(2)}×`].join(' | ')} |`);
  }
} finally {
  for (const server of servers) await server.stop();
  postgres.stop();
}

function middle(all: number[]): number {
  return all.toSorted((a, b) => a - b)[all.length >> 1] as number;
}

/** What the cores of this machine have worked since it started, by proc_stat(5): user, nice, system, irq, softirq. */
function coreSeconds(): number {
  const fields = (readFileSync('/proc/stat', 'utf8').split('\n')[0] ?? '').trim().split(/\s+/).slice(1);
  return [0, 1, 2, 5, 6].reduce((total, field) => total + Number(fields[field]), 0) / 100;
}
