import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { startPostgres } from '../scripts/postgres.ts';
import { prepare } from './data.ts';
import { load } from './load.ts';
import { median } from './samplers/rank-test.ts';
import { type BenchServer, startOrrery } from './servers.ts';
import { WORKLOADS } from './workloads.ts';

/**
 * How much more two servers of one PostgreSQL do than one, with as many connections between them, in turns.
 *
 *     node bench/many-servers.ts [--seconds 5] [--rounds 3]
 */
const { values } = parseArgs({
  options: { seconds: { type: 'string', default: '5' }, rounds: { type: 'string', default: '3' } },
});
const CONNECTIONS = 64;
const ASKED = /^(log-metric, 64|log-batch of 10,|create run|get run|search with a filter)/;
const postgres = await startPostgres();
const servers: BenchServer[] = [];
try {
  const database = postgres.database();
  for (const port of [25921, 25931]) servers.push(await startOrrery(port, { database }));
  const data = await prepare((servers[0] as BenchServer).url);
  console.log(
    '| | one server | cores at work | two servers | cores at work | |\n| --- | --: | --: | --: | --: | --: |',
  );
  for (const { title, request } of WORKLOADS.filter(({ title }) => ASKED.test(title))) {
    const rates: [number[], number[]] = [[], []];
    const cores: [number[], number[]] = [[], []];
    for (let round = 0; round < Number(values.rounds); round++)
      for (const count of [1, 2]) {
        const together = servers
          .slice(0, count)
          .map((server) => load(server.url, CONNECTIONS / count, Number(values.seconds), request(data)));
        const before = coreSeconds();
        const done = await Promise.all(together);
        cores[count - 1]?.push((coreSeconds() - before) / Number(values.seconds));
        rates[count - 1]?.push(done.reduce((total, { rate }) => total + rate, 0));
      }
    const cells = [0, 1].flatMap((index) => [
      `${Math.round(median(rates[index] as number[]))} /s`,
      median(cores[index] as number[]).toFixed(1),
    ]);
    const growth = median(rates[1]) / median(rates[0]);
    console.log(
      `| ${[title.replace(/, \d+ connections$/, ''), ...cells, `${growth.toFixed(2)}×`].join(' | ')} |`,
    );
  }
} finally {
  for (const server of servers) await server.stop();
  postgres.stop();
}

/** What the cores of this machine have worked since it started, by proc_stat(5): user, nice, system, irq, softirq. */
function coreSeconds(): number {
  const fields = (readFileSync('/proc/stat', 'utf8').split('\n')[0] ?? '').trim().split(/\s+/).slice(1);
  return [0, 1, 2, 5, 6].reduce((total, field) => total + Number(fields[field]), 0) / 100;
}
