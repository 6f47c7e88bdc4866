import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launchBrowser } from '../e2e/browser.ts';
import { freePort } from '../scripts/free-port.ts';
import { median } from './samplers/rank-test.ts';
import { startMlflow, startOrrery } from './servers.ts';
import { fillRuns } from './web/fill.ts';
import { type Visit, visit, type WebApp } from './web/visit.ts';

/**
 * How an experiment of many runs is opened, sorted, filtered and scrolled in a browser: Orrery's page, and MLflow's over a copy
 * of the same file. The two take turns.
 *
 *     node bench/web.ts [50000] [--only-orrery]
 */
const ROUNDS = 3;
/** The first of four, below those that the system hands out. */
const PORT = 21_000 + (process.pid % 2000) * 4;
const ROWS: readonly [name: string, key: keyof Visit, unit: string, per: number][] = [
  ['scripts of a first visit', 'scripts', 'kB', 1000],
  ['all of a first visit', 'bytes', 'kB', 1000],
  ['first visit, until runs show', 'load', 'ms', 1],
  ['opened from the experiments', 'open', 'ms', 1],
  ['sorted', 'sort', 'ms', 1],
  ['filtered', 'filter', 'ms', 1],
  ['scrolled', 'fps', 'frames/s', 1],
  ['longest frame meanwhile', 'longestFrame', 'ms', 1],
];

const count = Number(process.argv.find((argument) => /^\d+$/.test(argument)) ?? 50_000);
const folder = mkdtempSync(join(tmpdir(), 'orrery-web-'));
const stops: (() => unknown)[] = [];
try {
  const file = join(folder, 'mlflow.db');
  const experimentId = await fillRuns(file, 'mlflow-artifacts:/', count);
  copyFileSync(file, join(folder, 'theirs.db'));
  const orrery = await startOrrery(PORT, { database: `sqlite:///${file}` });
  stops.push(() => orrery.stop());
  const apps: Record<string, WebApp> = { Orrery: ourApp(orrery.url, experimentId) };
  if (!process.argv.includes('--only-orrery')) {
    const mlflow = await startMlflow(await freePort(), {
      database: `sqlite:///${join(folder, 'theirs.db')}`,
    });
    stops.push(() => mlflow.stop());
    apps.MLflow = theirApp(mlflow.url, experimentId);
  }
  const browser = await launchBrowser();
  stops.push(() => browser.close());
  const visits = new Map<string, Visit[]>(Object.keys(apps).map((name) => [name, []]));
  for (let round = 0; round < ROUNDS; round += 1)
    for (const [name, app] of Object.entries(apps)) visits.get(name)?.push(await visit(browser, app));
  const print = (cells: string[]) =>
    console.log(cells.map((cell, index) => (index ? cell.padStart(16) : cell.padEnd(32))).join(''));
  print([`${count} runs`, ...visits.keys()]);
  for (const [title, key, unit, per] of ROWS)
    print([
      title,
      ...[...visits.values()].map(
        (list) => `${(median(list.map((one) => one[key])) / per).toFixed(0)} ${unit}`,
      ),
    ]);
} finally {
  for (const stop of stops.reverse()) await stop();
  rmSync(folder, { recursive: true, force: true });
}

function ourApp(url: string, experimentId: string): WebApp {
  return {
    url,
    runsPath: `/experiments/${experimentId}`,
    experimentsPath: '/experiments',
    link: `document.querySelector('a[href="/experiments/${experimentId}"]')`,
    firstRun: `document.querySelector('[aria-label="Runs"] [data-index="0"] a')?.title`,
    sort: `document.querySelector('button[title="metric val_loss"]').click()`,
    filterBox: 'input[role="combobox"]',
    scroller: `document.querySelector('[aria-label="Runs"]')`,
  };
}

function theirApp(url: string, experimentId: string): WebApp {
  const first = '.ag-pinned-left-cols-container .ag-row[row-index="0"]';
  return {
    url,
    runsPath: `/#/experiments/${experimentId}/runs`,
    experimentsPath: '/#/experiments',
    // The link itself leads to a page for traces; the runs are two clicks further.
    link: `document.querySelector('a[href*="/experiments/${experimentId}"]') &&
      ({ click: () => { location.hash = '/experiments/${experimentId}/runs'; } })`,
    firstRun: `document.querySelector('${first} a')?.textContent`,
    sort: `[...document.querySelectorAll('.ag-header-cell')].find((cell) => cell.textContent.includes('Created')).querySelector('[role=button], button, .ag-header-cell-label, span').click()`,
    filterBox: 'input[data-testid="search-box"]',
    scroller: `document.querySelector('.ag-body-viewport')`,
  };
}
