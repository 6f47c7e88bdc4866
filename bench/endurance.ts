import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { prepare } from './data.ts';
import { load } from './load.ts';
import { type BenchServer, startOrrery } from './servers.ts';
import { WORKLOADS } from './workloads.ts';

/** Constant load for a time: how fast the last writes are answered, how long the log gets, and whether memory grows. */
const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    load: {
      type: 'string',
      default: [
        'log-metric, 64 connections',
        'log-batch of 10, 8 connections',
        'get run',
        'search with a filter, 500 runs',
      ].join(';'),
    },
  },
});
const MB = 1_000_000;
const seconds = Number(values.seconds);
const workloads = values.load.split(';').map((name) => {
  const found = WORKLOADS.find(({ title }) => title === name);
  if (!found) throw new Error(`No workload '${name}': ${WORKLOADS.map(({ title }) => title).join('; ')}.`);
  return found;
});

const server = await startOrrery(25941);
try {
  const data = await prepare(server.url);
  const watching = watch(server);
  const loads = await Promise.all(
    workloads.map(({ connections, request }) => load(server.url, connections, seconds, request(data))),
  );
  const { log, memory } = watching.stop();
  for (const [index, { rate, p50, p99 }] of loads.entries())
    console.log(
      `${workloads[index]?.title.padEnd(42)} ${rate.toFixed(0).padStart(8)} /s   p50 ${p50.toFixed(1)} ms   p99 ${p99.toFixed(1)} ms`,
    );
  const settled = memory.filter(({ second }) => second > seconds / 4);
  const result = {
    seconds,
    loads: Object.fromEntries(loads.map((each, index) => [workloads[index]?.title, each])),
    longestLog: log,
    memory: { most: Math.max(...memory.map(({ value }) => value)), perHour: slope(settled) * 3600 },
  };
  console.log(`longest log ${log.toFixed(0)} MB`);
  console.log(
    `memory at most ${result.memory.most.toFixed(0)} MB, ${result.memory.perHour.toFixed(0)} MB more an hour`,
  );
  mkdirSync('bench/results', { recursive: true });
  writeFileSync(
    'bench/results/endurance.json',
    `${JSON.stringify({ ...result, series: memory }, null, 2)}\n`,
  );
} finally {
  await server.stop();
}

/** Looks at the log ten times a second and at memory once a second; in megabytes. */
function watch({ folder, memory }: BenchServer) {
  const file = join(folder, 'mlflow.db-wal');
  const started = performance.now();
  const series: { second: number; value: number }[] = [];
  let longest = 0;
  const timer = setInterval(() => {
    longest = Math.max(longest, statSync(file).size / MB);
    const second = (performance.now() - started) / 1000;
    if (second >= series.length) series.push({ second, value: memory() });
  }, 100);
  return {
    stop() {
      clearInterval(timer);
      return { log: longest, memory: series };
    },
  };
}

/** Of the line through the points with the least squares. */
function slope(points: { second: number; value: number }[]): number {
  const mean = (of: (point: { second: number; value: number }) => number) =>
    points.reduce((sum, point) => sum + of(point), 0) / points.length;
  const [x, y] = [mean(({ second }) => second), mean(({ value }) => value)];
  const products = mean(({ second, value }) => (second - x) * (value - y));
  return products / mean(({ second }) => (second - x) ** 2);
}
