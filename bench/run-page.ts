import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { launchBrowser } from '../e2e/browser.ts';
import { packRunIds } from '../packages/web/src/logic/compareLink.ts';
import { freePort } from '../scripts/free-port.ts';
import { median } from './samplers/rank-test.ts';
import { startMlflow, startOrrery } from './servers.ts';
import { fillRunPages } from './web/fill-run.ts';
import { scroll, shownAt, timed, watchTraffic } from './web/visit.ts';

/**
 * How long the charts of a run take in a browser: of 100 metrics with 10,000 points each, of one metric with 1,000,000, and a
 * comparison of 500 runs. Orrery's pages, and MLflow's over a copy of the same file; the two take turns. Drawn is when every
 * chart in the window has its line.
 *
 *     node bench/run-page.ts [--only-orrery]
 */
const ROUNDS = 3;
const LEAST_CHARTS = 4;
/** The first and the last metric of the run that has many. */
const METRICS_SHOWN = `['layer0/metric0', 'layer9/metric9'].every((name) => document.body?.textContent.includes(name))`;

/** A web app's page of a run; texts are expressions for the page. */
interface RunApp {
  /** Of the charts of the run with many metrics, and of that with a long one. */
  wide: string;
  long: string;
  /** The run with many metrics, before its charts are asked for. */
  overview: string;
  /** Asks for the charts. */
  toCharts: string;
  /** The charts, and of each whether it has its line. */
  charts: string;
  isDrawn: string;
  scroller: string;
}

interface Times {
  scripts: number;
  overview: number;
  first: number;
  again: number;
  tab: number;
  fps: number;
  longestFrame: number;
  million: number;
}

const ROWS: readonly [name: string, key: keyof Times, unit: string][] = [
  ['scripts of a first visit', 'scripts', 'kB'],
  ['the run page: another visit', 'overview', 'ms'],
  ['100 × 10,000: first visit', 'first', 'ms'],
  ['100 × 10,000: another visit', 'again', 'ms'],
  ['100 × 10,000: from the overview', 'tab', 'ms'],
  ['scrolled through them', 'fps', 'frames/s'],
  ['longest frame meanwhile', 'longestFrame', 'ms'],
  ['1,000,000 points: a visit', 'million', 'ms'],
];

const folder = mkdtempSync(join(tmpdir(), 'orrery-run-page-'));
const stops: (() => unknown)[] = [];
try {
  const file = join(folder, 'mlflow.db');
  const filled = await fillRunPages(file, 'mlflow-artifacts:/');
  copyFileSync(file, join(folder, 'theirs.db'));
  const orrery = await startOrrery(await freePort(), { database: `sqlite:///${file}` });
  stops.push(() => orrery.stop());
  const ours = `${orrery.url}/experiments/${filled.experimentId}/runs`;
  const apps: Record<string, RunApp> = {
    Orrery: {
      wide: `${ours}/${filled.wide}?tab=charts`,
      long: `${ours}/${filled.long}?tab=charts`,
      overview: `${ours}/${filled.wide}`,
      toCharts: `[...document.querySelectorAll('[role=tab]')].find((tab) => tab.textContent.startsWith('Charts'))`,
      charts: `[...document.querySelectorAll('main figure')]`,
      isDrawn: `(chart) => {
        const canvas = chart.querySelector('.u-wrap canvas');
        if (!canvas) return false;
        const { width, height } = canvas;
        const { data } = canvas.getContext('2d').getImageData(width / 2, height / 8, 4, height * 0.6);
        return data.some((value, index) => index % 4 === 1 && value > 60);
      }`,
      scroller: `document.querySelector('main')`,
    },
  };
  if (!process.argv.includes('--only-orrery')) {
    const mlflow = await startMlflow(await freePort(), {
      database: `sqlite:///${join(folder, 'theirs.db')}`,
    });
    stops.push(() => mlflow.stop());
    const theirs = `${mlflow.url}/#/experiments/${filled.experimentId}/runs`;
    apps.MLflow = {
      wide: `${theirs}/${filled.wide}/model-metrics`,
      long: `${theirs}/${filled.long}/model-metrics`,
      overview: `${theirs}/${filled.wide}`,
      toCharts: `[...document.querySelectorAll('[role=tab]')].find((tab) => /Model metrics/.test(tab.textContent))`,
      charts: `[...document.querySelectorAll('[data-testid="experiment-view-compare-runs-card"]')]`,
      isDrawn: `(chart) => chart.querySelector('.js-plotly-plot path.js-line, .js-plotly-plot .gl-canvas') !== null`,
      scroller: `[...document.querySelectorAll('*')].find((element) => element.scrollHeight > element.clientHeight + 400 && /auto|scroll/.test(getComputedStyle(element).overflowY))`,
    };
  }
  const browser = await launchBrowser();
  stops.push(() => browser.close());
  const times = new Map<string, Times[]>(Object.keys(apps).map((name) => [name, []]));
  const compared: { drawn: number; fps: number }[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [name, app] of Object.entries(apps)) times.get(name)?.push(await visit(browser, app));
    compared.push(await compare(browser, `${orrery.url}/compare#${packRunIds(filled.many)}`));
  }
  const print = (cells: string[]) =>
    console.log(cells.map((cell, index) => (index ? cell.padStart(16) : cell.padEnd(36))).join(''));
  print(['charts of a run', ...times.keys()]);
  for (const [title, key, unit] of ROWS)
    print([
      title,
      ...[...times.values()].map((list) => `${median(list.map((one) => one[key])).toFixed(0)} ${unit}`),
    ]);
  print(['500 runs compared: a visit', `${median(compared.map(({ drawn }) => drawn)).toFixed(0)} ms`]);
  print(['scrolled through their panels', `${median(compared.map(({ fps }) => fps)).toFixed(0)} frames/s`]);
} finally {
  for (const stop of stops.reverse()) await stop();
  rmSync(folder, { recursive: true, force: true });
}

async function visit(browser: Browser, app: RunApp): Promise<Times> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, bypassCSP: true });
  try {
    const inSight = allDrawn(app, LEAST_CHARTS);
    let scripts = 0;
    const first = await onPage(context, async (page) => {
      const traffic = await watchTraffic(await context.newCDPSession(page));
      const ms = await drawnAt(page, app.wide, inSight);
      scripts = traffic.scripts / 1000;
      return ms;
    });
    const [again, { fps, longestFrame }] = await onPage(context, async (page) => {
      const ms = await drawnAt(page, app.wide, inSight);
      await page.waitForTimeout(1000);
      return [ms, await scroll(page, app.scroller)] as const;
    });
    const tab = await onPage(context, async (page) => {
      await page.goto(app.overview, { waitUntil: 'commit' });
      await page.waitForFunction(app.toCharts);
      await page.waitForTimeout(1500);
      const press = `(() => { const tab = ${app.toCharts}; for (const type of ['mousedown', 'mouseup', 'click'])
        tab.dispatchEvent(new MouseEvent(type, { bubbles: true, cancelable: true, button: 0 })); })()`;
      return timed(page, press, inSight);
    });
    const overview = await onPage(context, (page) => drawnAt(page, app.overview, METRICS_SHOWN));
    const million = await onPage(context, (page) => drawnAt(page, app.long, allDrawn(app, 1)));
    return { scripts, overview, first, again, tab, fps, longestFrame, million };
  } finally {
    await context.close();
  }
}

async function compare(browser: Browser, url: string): Promise<{ drawn: number; fps: number }> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, bypassCSP: true });
  try {
    return await onPage(context, async (page) => {
      const lines = `document.querySelectorAll('[role=img][aria-label$="500 runs"] canvas').length >= 2`;
      const drawn = await drawnAt(page, url, lines);
      await page.waitForTimeout(1000);
      const { fps } = await scroll(
        page,
        `document.querySelector('[data-panel]').closest('.lg\\\\:overflow-y-auto')`,
      );
      return { drawn, fps };
    });
  } finally {
    await context.close();
  }
}

async function onPage<T>(context: BrowserContext, work: (page: Page) => Promise<T>): Promise<T> {
  const page = await context.newPage();
  page.setDefaultTimeout(120_000);
  try {
    return await work(page);
  } finally {
    await page.close();
  }
}

/** Whether every chart in the window is drawn, and there are so many. */
function allDrawn({ charts, isDrawn }: RunApp, least: number): string {
  return `(() => {
    const seen = ${charts}.filter((chart) => {
      const { top, bottom } = chart.getBoundingClientRect();
      return bottom > 40 && top < innerHeight - 40;
    });
    return seen.length >= ${least} && seen.every(${isDrawn});
  })()`;
}

/** Milliseconds from the request for a page until something holds in it. */
async function drawnAt(page: Page, url: string, until: string): Promise<number> {
  await page.addInitScript(`(() => {
    const look = () => { if (${until}) window.shown_ = performance.now(); else requestAnimationFrame(look); };
    requestAnimationFrame(look);
  })()`);
  await page.goto(url, { waitUntil: 'commit' });
  return shownAt(page);
}
