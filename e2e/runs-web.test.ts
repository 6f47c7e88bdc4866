import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { axeFindings, type OpenPage, openPage, overflowOf } from './browser.ts';
import { Orrery } from './orrery.ts';

const RUNS = 240;
const PARENTS = 4;
const MODELS = ['forest', 'logreg', 'mlp'];

describe('the runs table in a browser', () => {
  let orrery: Orrery;
  let opened: OpenPage;
  let page: Page;
  let experiment: string;
  const ids: string[] = [];

  const post = async (call: string, body: object) => {
    const answer = await fetch(`${orrery.url}/api/2.0/mlflow/${call}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    assert.equal(answer.status, 200);
    return (await answer.json()) as { experiment_id: string; run: { info: { run_id: string } } };
  };
  const makeRun = async (index: number) => {
    const parent = ids[index % PARENTS];
    const { run } = await post('runs/create', {
      experiment_id: experiment,
      run_name: `run-${index}`,
      start_time: 1_700_000_000_000 + index * 1000,
      tags: index >= PARENTS && index < 40 && parent ? [{ key: 'mlflow.parentRunId', value: parent }] : [],
    });
    const { run_id } = run.info;
    ids[index] = run_id;
    await post('runs/log-batch', {
      run_id,
      params: [
        { key: 'model', value: MODELS[index % 3] },
        { key: 'lr', value: String((index % 7) / 100) },
      ],
      metrics: [0, 1, 2].map((step) => ({
        key: 'val_accuracy',
        value: (index + step / 10) / 1000,
        timestamp: 1,
        step,
      })),
    });
    await post('runs/update', { run_id, status: 'FINISHED', end_time: 1_700_000_100_000 });
  };
  const filter = () => page.getByRole('combobox', { name: 'Filter runs' });
  const header = (name: string) => page.getByRole('columnheader', { name: new RegExp(`^${name}`) });
  const table = () => page.getByRole('treegrid');
  const firstRun = () => table().getByRole('row').nth(1);
  const facts = (text: string) => page.getByText(text, { exact: true }).first().waitFor();
  const openFresh = (query = '') => page.goto(`${orrery.url}/experiments/${experiment}${query}`);

  before(async () => {
    orrery = await Orrery.make();
    await orrery.up();
    experiment = (await post('experiments/create', { name: 'table' })).experiment_id;
    for (let index = 0; index < PARENTS; index += 1) await makeRun(index);
    const rest = Array.from({ length: RUNS - PARENTS }, (_, index) => PARENTS + index);
    for (let from = 0; from < rest.length; from += 16)
      await Promise.all(rest.slice(from, from + 16).map(makeRun));
    opened = await openPage();
    page = opened.page;
  });
  after(async () => {
    await opened?.browser.close();
    await orrery.remove();
  });

  it('shows what varies, marks the best and draws the metric that counts', async () => {
    await openFresh();
    await facts('240 runs');
    for (const column of ['val_accuracy', 'model', 'lr']) await header(column).waitFor();
    await table().getByRole('link', { name: 'run-239' }).waitFor();
    await table().getByTitle('best val_accuracy').waitFor();
    await page.getByLabel('Chart of val_accuracy').locator('canvas').first().waitFor();
  });

  it('scrolls to runs that were not fetched yet, a hundred a request', async () => {
    const asked: string[] = [];
    page.on('request', (request) => request.url().includes('/api/') && asked.push(request.url()));
    await table().hover();
    await page.mouse.wheel(0, 9000);
    await table().getByRole('link', { name: 'run-0', exact: true }).waitFor();
    assert.ok(asked.length <= 6, asked.join('\n'));
    page.removeAllListeners('request');
  });

  it('sorts by several columns', async () => {
    await header('model').getByRole('button', { name: 'model', exact: true }).click();
    await firstRun().getByText('forest').waitFor();
    await header('val_accuracy')
      .getByRole('button', { name: 'val_accuracy', exact: true })
      .click({ modifiers: ['Shift'] });
    await firstRun().getByRole('link', { name: 'run-237' }).waitFor();
    assert.equal(new URL(page.url()).searchParams.get('sort'), 'params.model,-metrics.val_accuracy');
    assert.equal(await header('val_accuracy').getAttribute('aria-sort'), 'descending');
  });

  it('completes filters and marks where one is wrong', async () => {
    await openFresh();
    await filter().click();
    await filter().pressSequentially('metr');
    await page.getByRole('option', { name: /metrics\.val_accuracy/ }).waitFor();
    await filter().press('Tab');
    await page.getByRole('option', { name: '>=', exact: true }).click();
    await filter().pressSequentially('0.2 ');
    await filter().press('Tab');
    await filter().pressSequentially('params.model = ');
    await page.getByRole('option', { name: 'mlp' }).click();
    assert.equal(await filter().inputValue(), "metrics.val_accuracy >= 0.2 and params.model = 'mlp' ");
    await filter().press('Enter');
    await facts('14 runs');
    await filter().fill('metrics.val_accuracy ! 3');
    await filter().press('Enter');
    await page.getByRole('alert').getByText('(at character 22)').waitFor();
    assert.equal(await page.locator('.decoration-wavy').textContent(), '!');
    opened.problems.length = 0;
    await page.getByRole('button', { name: 'Clear the filter' }).click();
    await facts('240 runs');
  });

  it('writes filters by clicks: a value, a range, a cell', async () => {
    await page.getByRole('button', { name: 'Column model' }).click();
    await page.getByRole('button', { name: /^logreg/ }).click();
    await facts('80 runs');
    await page.getByRole('button', { name: 'Column val_accuracy' }).click();
    await page.getByLabel('From').fill('0.2');
    await page.getByRole('button', { name: 'Apply' }).click();
    await facts('13 runs');
    assert.equal(await filter().inputValue(), "params.model = 'logreg' and metrics.val_accuracy >= 0.2");
    await table().getByRole('gridcell', { name: '0.05', exact: true }).first().click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Not 0.05' }).click();
    await facts('11 runs');
    await page.goBack();
    await facts('13 runs');
  });

  it('groups with means, and opens a group', async () => {
    await openFresh();
    await page.getByRole('button', { name: 'Group' }).click();
    await page.getByLabel('model', { exact: true }).check();
    await page.keyboard.press('Escape');
    await firstRun().getByText('forest').waitFor();
    await firstRun()
      .getByTitle(/^mean of 80: 0\.1/)
      .waitFor();
    await firstRun().getByRole('button', { name: 'Show 80 nested' }).click();
    await table().getByRole('link', { name: 'run-237' }).waitFor();
  });

  it('nests runs below their parents, by keyboard too', async () => {
    await openFresh('?sort=attributes.start_time');
    const parent = table().getByRole('link', { name: 'run-0', exact: true });
    await parent.focus();
    await page.keyboard.press('ArrowRight');
    await table().getByRole('link', { name: 'run-4', exact: true }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.waitForFunction("document.activeElement?.textContent?.includes('run-4')");
    await parent.focus();
    await page.keyboard.press('ArrowLeft');
    await table().getByRole('link', { name: 'run-4', exact: true }).waitFor({ state: 'detached' });
  });

  it('pins a run, shows histories, and keeps the view under a name', async () => {
    await table().getByRole('link', { name: 'run-1', exact: true }).click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Pin to the top' }).click();
    await page.waitForFunction("location.search.includes('pinned=')");
    await firstRun().getByRole('link', { name: 'run-1', exact: true }).waitFor();
    await page.getByRole('button', { name: 'Columns' }).click();
    await page.getByRole('group', { name: 'Histories' }).getByLabel('val_accuracy').check();
    await page.keyboard.press('Escape');
    await table().locator('polyline').first().waitFor();
    await page.getByRole('button', { name: 'Views' }).click();
    await page.getByRole('button', { name: 'Save this view…' }).click();
    await page.getByLabel('Name', { exact: true }).fill('mine');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('Saved the view mine').first().waitFor();
    await openFresh();
    await facts('240 runs');
    await page.getByRole('button', { name: /^Views/ }).click();
    await page.getByRole('button', { name: 'mine', exact: true }).click();
    await firstRun().getByRole('link', { name: 'run-1', exact: true }).waitFor();
    await table().locator('polyline').first().waitFor();
  });

  it('tags and deletes many at once, and takes both back', async () => {
    await openFresh("?filter=params.model+%3D+'mlp'&nested=no");
    await facts('80 runs');
    const box = (index: number) => table().getByRole('checkbox').nth(index);
    await box(0).check();
    await box(9).click({ modifiers: ['Shift'] });
    await page.getByText('10 selected').waitFor();
    await page.getByRole('button', { name: 'Tag…' }).click();
    await page.getByLabel('Tag', { exact: true }).fill('checked');
    await page.getByLabel(/^Value/).fill('yes');
    await page.getByRole('dialog').getByRole('button', { name: 'Apply' }).click();
    await page.getByText('Set checked of 10 runs').first().waitFor();
    await filter().fill("tags.checked = 'yes'");
    await filter().press('Enter');
    await facts('10 runs');
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('No run matches this filter').waitFor();
    await page.getByRole('button', { name: 'Clear the filter' }).click();
    await page.getByRole('button', { name: 'Delete', exact: true }).click();
    await facts('230 runs');
    await page.getByRole('button', { name: 'Undo' }).last().click();
    await facts('240 runs');
  });

  it('exports what it shows', async () => {
    await openFresh("?filter=params.model+%3D+'mlp'&sort=metrics.val_accuracy");
    await facts('80 runs');
    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Export CSV' }).click();
    const lines = readFileSync(await (await download).path(), 'utf8').split('\r\n');
    assert.equal(lines.length, 82);
    assert.match(lines[0] ?? '', /^run_id,run_name,.*metrics\.val_accuracy/);
    assert.match(lines[1] ?? '', /,run-2,/);
  });

  it('shows runs as they come', async () => {
    await openFresh();
    await facts('240 runs');
    await makeRun(RUNS);
    await facts('241 runs');
    await table()
      .getByRole('link', { name: `run-${RUNS}` })
      .waitFor();
  });

  it('says what to do where nothing is, and what is wrong where something is', async () => {
    await page.goto(`${orrery.url}/experiments/0`);
    await page.getByText('No runs yet').waitFor();
    await openFresh('?show=deleted');
    await page.getByText('No run of this experiment is deleted').waitFor();
    await page.goto(`${orrery.url}/experiments/999`);
    await page.getByRole('alert').first().waitFor();
    opened.problems.length = 0;
  });

  it('fits a narrow window, and is readable to everyone', async () => {
    for (const query of ['', '?group=params.model', `?pinned=${ids[1]}&chart=finals`]) {
      await openFresh(query);
      await firstRun().waitFor();
      await page.getByLabel('Chart of val_accuracy').locator('canvas').first().waitFor();
      assert.deepEqual(await axeFindings(page), []);
    }
    await page.setViewportSize({ width: 390, height: 844 });
    await openFresh();
    await firstRun().waitFor();
    assert.ok((await overflowOf(page)) <= 0);
  });

  it('said nothing wrong on the console', () => {
    assert.deepEqual(opened.problems, []);
  });
});
