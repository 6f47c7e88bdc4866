import { mkdirSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { startPostgres } from '../scripts/postgres.ts';
import { startMlflow, startOrrery } from './servers.ts';
import { measure, prepare, WORKLOADS } from './workloads.ts';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '3' },
    database: { type: 'string', default: 'sqlite' },
  },
});
const seconds = Number(values.seconds);

const postgres = values.database === 'postgres' ? await startPostgres() : undefined;
const servers = [
  await startMlflow(25901, { database: postgres?.database() }),
  await startOrrery(25911, { database: postgres?.database() }),
];
const rows: { name: string; unit: string; mlflow: number; orrery: number; ratio: number }[] = [];
const add = (name: string, unit: string, mlflow: number, orrery: number, ratio = orrery / mlflow) => {
  rows.push({ name, unit, mlflow, orrery, ratio });
  const number = (value: number) => value.toLocaleString('en', { maximumFractionDigits: value < 10 ? 2 : 0 });
  console.log(
    `${name.padEnd(42)} ${number(mlflow).padStart(10)} ${number(orrery).padStart(10)} ${unit.padEnd(8)} ${ratio.toFixed(1).padStart(7)}×`,
  );
};

console.log(`${''.padEnd(42)} ${'mlflow'.padStart(10)} ${'orrery'.padStart(10)}`);
try {
  const [mlflow, orrery] = servers as [(typeof servers)[0], (typeof servers)[0]];
  add('cold start', 's', mlflow.coldStart, orrery.coldStart, mlflow.coldStart / orrery.coldStart);
  add('idle memory', 'MB', mlflow.memory(), orrery.memory(), mlflow.memory() / orrery.memory());
  const data = await Promise.all(servers.map((server) => prepare(server.url)));
  for (const workload of WORKLOADS) {
    const rates: number[] = [];
    for (const [index, server] of servers.entries()) {
      const { rate } = await measure(server.url, workload, data[index] as never, seconds);
      rates.push(rate * (workload.weight ?? 1));
    }
    add(workload.name, `${workload.unit ?? ''}/s`, rates[0] as number, rates[1] as number);
  }
} finally {
  for (const server of servers) await server.stop();
  postgres?.stop();
}
mkdirSync('bench/results', { recursive: true });
writeFileSync(
  `bench/results/${values.database}.json`,
  `${JSON.stringify({ seconds, database: values.database, node: process.version, rows }, null, 2)}\n`,
);
