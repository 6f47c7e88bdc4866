import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startMinio } from '../scripts/minio.ts';
import { until } from '../scripts/until.ts';
import { type BenchServer, startMlflow, startOrrery } from './servers.ts';

/**
 * A large artifact up and down, and many small ones, through both servers; with their memory meanwhile;
 * beside them, the same bytes into a file that is synced and out of it, through a server of a dozen lines.
 */
const { values } = parseArgs({
  options: { gigabytes: { type: 'string', default: '5' }, storage: { type: 'string', default: 'disk' } },
});
const MB = 1_000_000;
const size = Number(values.gigabytes) * 1000 * MB;
const SMALL = 400;
const BARE_PORT = 25951;
const FILES = '/api/2.0/mlflow-artifacts/artifacts/1/run/artifacts';

const minio = values.storage === 's3' ? await startMinio() : undefined;
const rows: { name: string; unit: string; mlflow: number; orrery: number; bare?: number }[] = [];
try {
  const mlflow = await measure(
    await startMlflow(25921, { artifacts: minio?.bucket('mlflow'), env: minio?.env }),
  );
  const orrery = await measure(
    await startOrrery(25931, { artifacts: minio?.bucket('orrery'), env: minio?.env }),
  );
  const bare = await copyBare();
  const columns = ['mlflow', 'orrery', 'bare'].map((column) => column.padStart(9)).join(' ');
  console.log(`${values.storage.padEnd(44)} ${columns}`);
  for (const [name, { value, unit }] of mlflow) {
    const own = orrery.get(name)?.value ?? 0;
    const copied = bare.get(name);
    rows.push({ name, unit, mlflow: value, orrery: own, ...(copied !== undefined && { bare: copied }) });
    const ratio = unit === 'MB' ? value / own : own / value;
    const shown = [value, own, copied].map((number) => (number?.toFixed(0) ?? '').padStart(9)).join(' ');
    console.log(`${name.padEnd(44)} ${shown} ${unit.padEnd(5)} ${ratio.toFixed(1).padStart(6)}×`);
  }
} finally {
  await minio?.stop();
}
mkdirSync('bench/results', { recursive: true });
writeFileSync(
  `bench/results/artifacts-${values.storage}.json`,
  `${JSON.stringify({ size, rows }, null, 2)}\n`,
);

async function measure(server: BenchServer): Promise<Map<string, { value: number; unit: string }>> {
  const results = new Map<string, { value: number; unit: string }>();
  try {
    results.set('idle memory', { value: server.memory(), unit: 'MB' });
    const large = `${server.url}${FILES}/large.bin`;
    for (const [direction, work] of [
      ['upload', () => upload(large, size)],
      ['download', () => download(large, size)],
    ] as const) {
      const { seconds, peak } = await watched(server, work);
      results.set(`${direction} of ${values.gigabytes} GB`, { value: size / MB / seconds, unit: 'MB/s' });
      results.set(`peak memory, ${direction}`, { value: peak, unit: 'MB' });
    }
    for (const [direction, one] of [
      ['uploads', (index: number) => upload(`${server.url}${FILES}/small/${index}.txt`, 10_000)],
      ['downloads', (index: number) => download(`${server.url}${FILES}/small/${index}.txt`, 10_000)],
    ] as const) {
      const { seconds } = await watched(server, () => eightAtOnce(SMALL, one));
      results.set(`${direction} of 10 kB, 8 connections`, { value: SMALL / seconds, unit: '/s' });
    }
  } finally {
    await server.stop();
  }
  return results;
}

/** The same bytes into a file that is synced, and out of it, by streams and HTTP of Node's alone. */
async function copyBare(): Promise<Map<string, number>> {
  const folder = mkdtempSync(join(tmpdir(), 'orrery-bare-'));
  const program = fileURLToPath(new URL('./bare-http.ts', import.meta.url));
  const server = spawn(process.execPath, [program, join(folder, 'large.bin'), String(BARE_PORT)]);
  const url = `http://127.0.0.1:${BARE_PORT}`;
  const rate = async (work: Promise<void>) => {
    const started = performance.now();
    await work;
    return (size / MB / (performance.now() - started)) * 1000;
  };
  try {
    await until(() =>
      fetch(`${url}/health`).then(
        ({ ok }) => ok,
        () => false,
      ),
    );
    return new Map([
      [`upload of ${values.gigabytes} GB`, await rate(upload(url, size))],
      [`download of ${values.gigabytes} GB`, await rate(download(url, size))],
    ]);
  } finally {
    server.kill();
    rmSync(folder, { recursive: true });
  }
}

async function watched(
  server: BenchServer,
  work: () => Promise<void>,
): Promise<{ seconds: number; peak: number }> {
  let peak = 0;
  const timer = setInterval(() => {
    peak = Math.max(peak, server.memory());
  }, 50);
  const started = performance.now();
  await work();
  clearInterval(timer);
  return { seconds: (performance.now() - started) / 1000, peak };
}

async function eightAtOnce(count: number, one: (index: number) => Promise<void>): Promise<void> {
  let next = 0;
  const worker = async () => {
    while (next < count) await one(next++);
  };
  await Promise.all(Array.from({ length: 8 }, worker));
}

function* bytes(length: number): Generator<Buffer> {
  const part = Buffer.alloc(Math.min(length, 1 << 20), 'orrery');
  for (let left = length; left > 0; left -= part.length)
    yield left < part.length ? part.subarray(0, left) : part;
}

function upload(url: string, length: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-length': length, 'content-type': 'application/octet-stream' };
    const put = request(url, { method: 'PUT', headers }, (response) => {
      response
        .resume()
        .once('end', () => (response.statusCode === 200 ? resolve() : reject(failed(response))));
    });
    pipeline(Readable.from(bytes(length)), put).catch(reject);
  });
}

function download(url: string, length: number): Promise<void> {
  return new Promise((resolve, reject) => {
    request(url, (response) => {
      let seen = 0;
      response.on('data', (part: Buffer) => {
        seen += part.length;
      });
      response.once('end', () => (seen === length ? resolve() : reject(failed(response))));
    })
      .once('error', reject)
      .end();
  });
}

function failed({ statusCode }: { statusCode?: number | undefined }): Error {
  return new Error(`answered ${statusCode}`);
}
