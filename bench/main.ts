import { mkdirSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { startPostgres } from '../scripts/postgres.ts';
import { bareLoop, settle } from './bare.ts';
import { type BenchData, prepare } from './data.ts';
import { load } from './load.ts';
import { type BenchPlace, type BenchServer, startFastTrackML, startMlflow, startOrrery } from './servers.ts';
import { type Row, table } from './table.ts';
import { OF_GO_PROJECTS, WORKLOADS, type Workload } from './workloads.ts';

/**
 * The same requests to `mlflow server` with one worker and with four, FastTrackML and Orrery: each kind of request to one
 * server after the other, once the disk has what the last one wrote.
 *
 *     node bench/main.ts [--database sqlite|postgres] [--seconds 3] [--servers mlflow,mlflow4,fasttrackml,orrery] [--only log-]
 */
const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '3' },
    database: { type: 'string', default: 'sqlite' },
    servers: { type: 'string', default: 'mlflow,mlflow4,fasttrackml,orrery' },
    only: { type: 'string', default: '' },
  },
});

const SERVERS: Record<string, (place: BenchPlace) => Promise<BenchServer>> = {
  mlflow: (place) => startMlflow(25901, place),
  mlflow4: (place) => startMlflow(25902, place, 4),
  fasttrackml: (place) => startFastTrackML(25905, place),
  orrery: (place) => startOrrery(25911, place),
};
const IDLE_MS = 10_000;
/** Before each measurement, by one client: the first of a kind takes longer, and one worker of MLflow does not get over twenty clients. */
const WARM_UP_SECONDS = 1;
/** Of each kind of request before the first measurement, for what compiles code that runs often: a server is up for longer than a benchmark. */
const RUN_IN_SECONDS = 3;
/** MLflow with several workers on PostgreSQL runs into a deadlock now and then. */
const MAY_FAIL = 0.01;
/** What `node:sqlite` does without a server stands beside these: rows a commit, by title. */
const BARE_ROWS: Record<string, number> = {
  'log-metric, 1 connection': 1,
  'log-batch of 10, 8 connections': 10,
  'log-batch of 1,000': 1000,
};

const names = values.servers.split(',');
const isAsked = ({ title }: Workload) => title.startsWith(values.only);
const workloads = [...WORKLOADS, ...OF_GO_PROJECTS].filter(isAsked);
const rows: Row[] = [];
const postgres = values.database === 'postgres' ? await startPostgres() : undefined;
const servers: BenchServer[] = [];
const prepared: { name: string; server: BenchServer; data: BenchData }[] = [];
try {
  for (const name of names) {
    // A server whose code was never loaded on this machine starts later than it will ever again.
    await (await start(name, {})).stop();
    const server = await start(name, { database: postgres?.database() });
    servers.push(server);
    add('cold start', 's', name, server.coldStart, true);
    await new Promise((resolve) => setTimeout(resolve, IDLE_MS));
    add('idle memory', 'MB', name, server.memory(), true);
    const data = await prepare(server.url);
    prepared.push({ name, server, data });
    // Without thousands of params for each run, which others would then have to read.
    for (const { connections, request } of WORKLOADS.filter(isAsked))
      await load(server.url, connections, RUN_IN_SECONDS, request(data), mayFail(name));
  }
  for (const { title, connections, weight = 1, unit = '', request } of workloads) {
    for (const { name, server, data } of prepared) {
      const sendFor = (seconds: number, clients = connections) =>
        load(server.url, clients, seconds, request(data), mayFail(name));
      await sendFor(WARM_UP_SECONDS, 1);
      settle();
      const worked = server.processorTime();
      const { rate, requests } = await sendFor(Number(values.seconds));
      add(title, `${unit}/s`, name, rate * weight);
      add(`${title}: processor time`, 'ms', name, (server.processorTime() - worked) / requests, true);
    }
    const bareRows = postgres ? undefined : BARE_ROWS[title];
    if (bareRows) add(title, `${unit}/s`, 'bare loop', bareLoop(bareRows, Number(values.seconds)) * weight);
  }
} finally {
  for (const server of servers) await server.stop();
  postgres?.stop();
}
const isWork = ({ title }: Row) => title.endsWith(': processor time');
console.log(table(rows.filter((row) => !isWork(row))));
console.log(`\nOf one request, which is much the same on a busy machine:\n\n${table(rows.filter(isWork))}`);
mkdirSync('bench/results', { recursive: true });
writeFileSync(
  `bench/results/${values.database}.json`,
  `${JSON.stringify({ seconds: Number(values.seconds), node: process.version, rows }, null, 2)}\n`,
);

function add(title: string, unit: string, name: string, figure: number, lessIsBetter = false): void {
  if (!rows.some((row) => row.title === title)) rows.push({ title, unit, figures: {}, lessIsBetter });
  for (const row of rows) if (row.title === title) row.figures[name] = figure;
  console.error(`${name}: ${title}: ${figure.toPrecision(4)} ${unit}`);
}

function mayFail(name: string): number {
  return name.startsWith('mlflow') ? MAY_FAIL : 0;
}

function start(name: string, place: BenchPlace): Promise<BenchServer> {
  const starter = SERVERS[name];
  if (!starter) throw new Error(`--servers: ${name} is none of ${Object.keys(SERVERS).join(', ')}`);
  return starter(place);
}
