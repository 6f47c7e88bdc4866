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
  console.log('| | one server | two servers | |\n| --- | --: | --: | --: |');
  for (const [title, request] of workloads) {
    const rates: [number[], number[]] = [[], []];
    for (let round = 0; round < Number(values.rounds); round++)
      for (const count of [1, 2]) {
        const together = servers
          .slice(0, count)
          .map((server) => load(server.url, CONNECTIONS / count, Number(values.seconds), request));
        const done = await Promise.all(together);
        rates[count - 1]?.push(done.reduce((total, { rate }) => total + rate, 0));
      }
    const [one, two] = rates.map((all) => all.sort((a, b) => a - b)[all.length >> 1]) as [number, number];
    console.log(`| ${title} | ${Math.round(one)} /s | ${Math.round(two)} /s | ${(two / one).toFixed(2)}× |`);
  }
} finally {
  for (const server of servers) await server.stop();
  postgres.stop();
}
