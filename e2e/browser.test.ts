import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { openPage, overflowOf } from './browser.ts';
import { Orrery } from './orrery.ts';

const EXPERIMENT = 'end-to-end';
const API = '/api/2.0/mlflow';

describe('the web app in a browser', () => {
  let orrery: Orrery;
  let browser: Browser;
  let page: Page;
  let problems: string[] = [];

  before(async () => {
    orrery = await Orrery.make();
    await orrery.up();
    await orrery.run('run', orrery.fixture('manifest.yaml'));
    ({ browser, page, problems } = await openPage());
  });
  after(async () => {
    await browser?.close();
    await orrery.remove();
  });

  const door = (index: number) => `http://localhost:${orrery.ports[index]}/`;

  it('opens the tracking door on the experiments, and one of them on its runs', async () => {
    await page.goto(door(0));
    const row = page.getByRole('row', { name: new RegExp(EXPERIMENT) });
    await row
      .getByText(/^[1-9]\d*$/)
      .first()
      .waitFor();
    const runs = page.getByRole('columnheader', { name: 'Runs' });
    await runs.getByRole('button').click();
    assert.equal(await runs.getAttribute('aria-sort'), 'descending');
    assert.match((await page.getByRole('row').nth(1).textContent()) ?? '', new RegExp(EXPERIMENT));
    await page.getByRole('link', { name: EXPERIMENT }).click();
    const table = page.getByRole('treegrid');
    await table.getByRole('link', { name: 'tiny/quick', exact: true }).waitFor();
    for (const column of ['score', 'status']) {
      await table.getByRole('columnheader', { name: new RegExp(`^${column}`, 'i') }).waitFor();
    }
    await page.getByLabel('Chart of score').waitFor();
  });

  it('sorts runs by a metric and filters them in the language of MLflow', async () => {
    const score = page.getByRole('columnheader', { name: /^score/ });
    await score.getByRole('button', { name: 'score', exact: true }).click();
    assert.notEqual(await score.getAttribute('aria-sort'), 'none');
    assert.match(page.url(), /score/);

    const filter = page.getByLabel('Filter runs');
    await filter.fill("attributes.run_name = 'tiny/failing'");
    await filter.press('Enter');
    await page.getByRole('link', { name: 'tiny/failing' }).waitFor();
    await page.getByRole('link', { name: 'tiny/quick', exact: true }).waitFor({ state: 'detached' });
    await filter.fill('metrics.score ! 3');
    await filter.press('Enter');
    await page.getByRole('alert').getByText('(at character 15)').waitFor();
    problems.length = 0;
    await filter.fill('');
    await filter.press('Enter');
    await page.getByRole('link', { name: 'tiny/quick', exact: true }).click();
  });

  it('shows a run: params, tags, charts and artifacts', async () => {
    await page.getByRole('heading', { name: 'tiny/quick' }).waitFor();
    await page.getByText('orrery.dataset').first().waitFor();
    await page.getByText('epochs', { exact: true }).first().waitFor();
    await page.getByRole('tab', { name: /Charts/ }).click();
    await page.getByRole('figure').filter({ hasText: 'score' }).locator('canvas').first().waitFor();
    await page.getByRole('tab', { name: /Artifacts/ }).click();
    await page.getByRole('button', { name: 'plots' }).click();
    await page.getByRole('button', { name: /curve\.txt/ }).click();
    await page.getByRole('button', { name: /metrics\.json\b/ }).click();
    await page.getByText('model_metrics').waitFor();
  });

  it('moves a chart while its run logs, without a reload', async () => {
    const post = async (route: string, body: object) => {
      const answer = await fetch(`${orrery.url}${API}/${route}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      assert.equal(answer.status, 200);
      return (await answer.json()) as { run: { info: { run_id: string } } };
    };
    const run = await post('runs/create', { experiment_id: '0', run_name: 'live' });
    const id = run.run.info.run_id;
    const log = (step: number) =>
      post('runs/log-metric', { run_id: id, key: 'depth', value: step * 1.5, timestamp: Date.now(), step });
    await log(1);
    await page.goto(`${door(2)}experiments/0/runs/${id}?tab=charts`);
    const chart = page.getByRole('figure').filter({ hasText: 'depth' });
    await chart.getByText('@1', { exact: true }).waitFor();
    for (let step = 2; step <= 5; step++) await log(step);
    await chart.getByText('@5', { exact: true }).waitFor();
    await chart.locator('canvas').first().waitFor();
    await post('runs/update', { run_id: id, status: 'FINISHED', end_time: Date.now() });
    await page.getByText('Finished').first().waitFor();
  });

  it('opens the sweeps door on the studies, and one of them on its history and best trial', async () => {
    await page.goto(door(1));
    await page.getByRole('link', { name: `${EXPERIMENT}__tiny__quick` }).click();
    await page.getByText('Optimisation history').waitFor();
    await page.getByText('Best trial').waitFor();
    await page.locator('canvas').first().waitFor();
  });

  it('shows the services', async () => {
    await page.goto(`${door(2)}services`);
    for (const port of orrery.ports) await page.getByText(String(port), { exact: true }).waitFor();
    await page.getByText(/mlflow\.db/).waitFor();
  });

  it('fits a narrow window and follows the dark scheme', async () => {
    await page.goto(door(0));
    const background = () =>
      page.evaluate<string>('getComputedStyle(document.documentElement).backgroundColor');
    await page.emulateMedia({ colorScheme: 'light' });
    const light = await background();
    await page.emulateMedia({ colorScheme: 'dark' });
    assert.notEqual(await background(), light);
    await page.setViewportSize({ width: 390, height: 844 });
    for (const path of ['experiments', 'experiments/1', 'studies', 'studies/1', 'services']) {
      await page.goto(door(2) + path);
      await page.getByRole('heading').first().waitFor();
      const overflow = await overflowOf(page);
      assert.ok(overflow <= 0, `${path} is ${overflow} px too wide`);
    }
  });

  it('said nothing wrong on the console', () => {
    assert.deepEqual(problems, []);
  });
});
