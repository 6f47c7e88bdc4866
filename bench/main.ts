import { mkdirSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { startPostgres } from '../scripts/postgres.ts';
import { prepare } from './data.ts';
import { load } from './load.ts';
import { type BenchPlace, type BenchServer, startFastTrackML, startMlflow, startOrrery } from './servers.ts';
import { type Row, table } from './table.ts';
import { OF_GO_PROJECTS, WORKLOADS } from './workloads.ts';

/**
 * The same requests to `mlflow server` with one worker and with four, FastTrackML and Orrery, one server after the other.
 *
 *     node bench/main.ts [--database sqlite|postgres] [--seconds 3] [--servers mlflow,mlflow4,fasttrackml,orrery]
 */
const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '3' },
    database: { type: 'string', default: 'sqlite' },
    servers: { type: 'string', default: 'mlflow,mlflow4,fasttrackml,orrery' },
  },
});

const SERVERS: Record<string, (place: BenchPlace) => Promise<BenchServer>> = {
  mlflow: (place) => startMlflow(25901, place),
  mlflow4: (place) => startMlflow(25901, place, 4),
  fasttrackml: (place) => startFastTrackML(25905, place),
  orrery: (place) => startOrrery(25911, place),
};
const IDLE_MS = 10_000;

async function measure(name: string, place: BenchPlace): Promise<void> {
  // A server whose code was never loaded on this machine starts later than it will ever again.
  await (await start(name, { ...place, database: undefined })).stop();
  const server = await start(name, place);
  const add = (title: string, unit: string, figure: number, lessIsBetter = false) => {
    if (!rows.some((row) => row.title === title)) rows.push({ title, unit, figures: {}, lessIsBetter });
    for (const row of rows) if (row.title === title) row.figures[name] = figure;
    console.error(`${name}: ${title}: ${figure.toPrecision(4)} ${unit}`);
  };
  try {
    add('cold start', 's', server.coldStart, true);
    await new Promise((resolve) => setTimeout(resolve, IDLE_MS));
    add('idle memory', 'MB', server.memory(), true);
    const data = await prepare(server.url);
    for (const { title, connections, weight = 1, unit = '', request } of [...WORKLOADS, ...OF_GO_PROJECTS]) {
      const { rate } = await load(server.url, connections, Number(values.seconds), request(data));
      add(title, `${unit}/s`, rate * weight);
    }
  } finally {
    await server.stop();
  }
}

function start(name: string, place: BenchPlace): Promise<BenchServer> {
  const starter = SERVERS[name];
  if (!starter) throw new Error(`--servers: ${name} is none of ${Object.keys(SERVERS).join(', ')}`);
  return starter(place);
}

const rows: Row[] = [];
const postgres = values.database === 'postgres' ? await startPostgres() : undefined;
try {
  for (const name of values.servers.split(',')) await measure(name, { database: postgres?.database() });
} finally {
  postgres?.stop();
}
console.log(table(rows));
mkdirSync('bench/results', { recursive: true });
writeFileSync(
  `bench/results/${values.database}.json`,
  `${JSON.stringify({ seconds: Number(values.seconds), node: process.version, rows }, null, 2)}\n`,
);
