import { spawn } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseStoreUri } from '@orrery/database';
import { categorical, float, int, openStudyStore, type SearchSpace } from '@orrery/sweeps';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../e2e/browser.ts';
import { Random } from '../packages/sweeps/src/random.ts';
import { uniform } from '../packages/sweeps/src/samplers/random.ts';
import { freePort } from '../scripts/free-port.ts';
import { oraclePython } from '../scripts/oracle.ts';
import { median } from './samplers/rank-test.ts';

/**
 * How long the page of a study of many trials takes to open, from the request until its history is drawn, and how
 * even it moves when all is drawn: Orrery's, and optuna-dashboard's over a copy of the same file. The two take turns.
 *
 *     node bench/dashboard.ts [10000]
 */
const SPACE: SearchSpace = {
  lr: float(1e-5, 1e-1, { log: true }),
  depth: int(1, 12),
  dropout: float(0, 0.6),
  momentum: float(0, 1),
  optimizer: categorical(['adam', 'sgd', 'lion']),
};
const ROUNDS = 3;
const START_SECONDS = 180;
/** Until what follows the history is drawn too, in milliseconds. */
const DRAWN_MS = 1500;
const WATCH_FRAMES = `(() => {
  window.frames_ = [];
  let last = performance.now();
  const next = (now) => { window.frames_.push(now - last); last = now; requestAnimationFrame(next); };
  requestAnimationFrame(next);
})()`;

/** Whether the history has marks: for a canvas some pixels, for plotly its points. */
const OURS_DRAWN = `(() => {
  const canvas = document.querySelector('[aria-label$="with the best so far"] canvas');
  if (!canvas) return false;
  const { width, height } = canvas;
  const { data } = canvas.getContext('2d').getImageData(width / 4, height / 8, width / 2, height / 2);
  return data.some((value) => value > 0);
})()`;
const THEIRS_DRAWN = `document.querySelector('#optimization-history-0 .trace path.point, .js-plotly-plot .trace path.point, .js-plotly-plot canvas') !== null`;

interface Visit {
  /** Milliseconds until the history was drawn. */
  open: number;
  /** The longest and the 95th percentile of milliseconds between two frames, while the pointer goes and the page scrolls. */
  longest: number;
  usual: number;
}

const count = Number(process.argv[2] ?? 10_000);
const folder = mkdtempSync(join(tmpdir(), 'orrery-dashboard-'));
const stops: (() => void | Promise<void>)[] = [];
try {
  mkdirSync(join(folder, 'store'));
  const path = join(folder, 'store', 'optuna.db');
  await fill(path, count);
  copyFileSync(path, join(folder, 'theirs.db'));
  const ours = await startOrrery();
  const theirs = await startDashboard();
  const browser = await launchBrowser();
  stops.push(() => browser.close());
  const visits = { ours: [] as Visit[], theirs: [] as Visit[] };
  for (let round = 0; round < ROUNDS; round += 1) {
    visits.ours.push(await visit(browser, `${ours}/studies/1`, OURS_DRAWN));
    visits.theirs.push(await visit(browser, `${theirs}/dashboard/studies/1`, THEIRS_DRAWN));
  }
  const row = (cells: string[]) => console.log(cells.map((cell) => cell.padStart(20)).join(''));
  row([`${count} trials`, 'optuna-dashboard', 'Orrery', '×']);
  for (const [name, key] of [
    ['page opened', 'open'],
    ['95 % of frames', 'usual'],
    ['longest frame', 'longest'],
  ] as const) {
    const [a, b] = [visits.theirs, visits.ours].map((list) => median(list.map((one) => one[key])));
    row([name, `${a?.toFixed(0)} ms`, `${b?.toFixed(0)} ms`, ((a ?? 0) / (b ?? 1)).toFixed(1)]);
  }
  const brushed = await brush(browser, `${ours}/studies/1`);
  for (const [name, value] of [
    ['95 % of frames', brushed.usual],
    ['longest frame', brushed.longest],
  ] as const)
    row([`brushing: ${name}`, '', `${value.toFixed(0)} ms`, '']);
} finally {
  for (const stop of stops.reverse()) await stop();
  rmSync(folder, { recursive: true, force: true });
}

async function fill(path: string, trials: number): Promise<void> {
  const store = await openStudyStore(parseStoreUri(`sqlite:///${path}`));
  const { studyId } = await store.createStudy('many', ['minimize']);
  const random = new Random(1);
  const day = 86_400_000_000;
  for (let done = 0; done < trials; done += 500) {
    await Promise.all(
      Array.from({ length: Math.min(500, trials - done) }, async (_, index) => {
        const params = Object.entries(SPACE).map(([name, distribution]) => ({
          name,
          internal: uniform(distribution, random),
          distribution,
        }));
        const [lr = 0, depth = 0] = params.map(({ internal }) => internal);
        const value = (Math.log10(lr) + 3) ** 2 + depth / 12 + random.next();
        const isPruned = random.next() < 0.2;
        const steps = isPruned ? 3 : 10;
        const start = Date.now() * 1000 - day + (done + index) * 5_000_000;
        const { trialId } = await store.createTrial(studyId, {
          state: 'RUNNING',
          datetimeStart: start,
          intermediateValues: new Map(
            Array.from({ length: steps }, (_, step) => [step, value + 3 * Math.exp(-step / 3)]),
          ),
          userAttrs: new Map([['seconds', String(Math.round(20 * random.next()))]]),
        });
        await store.setTrialParams(trialId, params);
        await store.finishTrial(trialId, isPruned ? 'PRUNED' : 'COMPLETE', isPruned ? null : [value]);
      }),
    );
  }
  await store.close();
}

async function startOrrery(): Promise<string> {
  const ports = [await freePort(), await freePort(), await freePort(), await freePort()].map(String);
  const [MLFLOW_PORT, OPTUNA_PORT, OPTUNA_GRPC_PORT, ORRERY_PORT] = ports as [string, string, string, string];
  const names = { MLFLOW_PORT, OPTUNA_PORT, OPTUNA_GRPC_PORT, ORRERY_PORT };
  const command = fileURLToPath(new URL('../bin/orrery', import.meta.url));
  await start(command, ['server'], { ...names, ORRERY_STORE: join(folder, 'store') }, OPTUNA_PORT);
  return `http://127.0.0.1:${OPTUNA_PORT}`;
}

async function startDashboard(): Promise<string> {
  const port = String(await freePort());
  const command = join(oraclePython(), '..', 'optuna-dashboard');
  await start(command, [`sqlite:///${join(folder, 'theirs.db')}`, '--port', port], {}, port);
  return `http://127.0.0.1:${port}`;
}

async function start(
  command: string,
  args: string[],
  env: Record<string, string>,
  port: string,
): Promise<void> {
  const child = spawn(command, args, { env: { ...process.env, ...env }, stdio: 'ignore' });
  stops.push(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exited = new Promise((resolve) => child.once('exit', resolve));
    child.kill();
    await exited;
  });
  for (let tries = 0; tries < START_SECONDS * 10; tries += 1) {
    if (await fetch(`http://127.0.0.1:${port}/`).catch(() => null)) return;
    await sleep(100);
  }
  throw new Error(`${command} did not start`);
}

async function visit(browser: Browser, url: string, drawn: string): Promise<Visit> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, bypassCSP: true });
  try {
    const started = performance.now();
    await page.goto(url, { waitUntil: 'commit' });
    await page.waitForFunction(drawn, undefined, { polling: 20, timeout: 120_000 });
    const open = performance.now() - started;
    await page.waitForTimeout(DRAWN_MS);
    await page.evaluate(WATCH_FRAMES);
    for (let step = 0; step < 12; step += 1) await page.mouse.move(300 + step * 40, 340 + (step % 7) * 10);
    for (let step = 0; step < 6; step += 1) {
      await page.mouse.wheel(0, 300);
      await page.waitForTimeout(30);
    }
    return { open, ...(await framesOf(page)) };
  } finally {
    await page.close();
  }
}

/** Drags along an axis of the parallel coordinates, which all other charts of the params follow. */
async function brush(browser: Browser, url: string): Promise<Omit<Visit, 'open'>> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, bypassCSP: true });
  try {
    await page.goto(`${url}?tab=parameters`);
    const axis = page.getByRole('slider', { name: /Brush/ }).first();
    await axis.waitFor();
    await page.waitForTimeout(DRAWN_MS);
    const { x, y, width, height } = (await axis.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
    await page.evaluate(WATCH_FRAMES);
    await page.mouse.move(x + width / 2, y + 10);
    await page.mouse.down();
    for (let step = 0; step < 40; step += 1) {
      await page.mouse.move(x + width / 2, y + 10 + (step * (height - 20)) / 40);
      await page.waitForTimeout(16);
    }
    await page.mouse.up();
    return await framesOf(page);
  } finally {
    await page.close();
  }
}

async function framesOf(page: Page): Promise<Omit<Visit, 'open'>> {
  const frames = (await page.evaluate<number[]>('window.frames_')).sort((a, b) => a - b);
  return { longest: frames.at(-1) ?? 0, usual: frames[Math.floor(frames.length * 0.95)] ?? 0 };
}
