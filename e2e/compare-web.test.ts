import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { packRunIds } from '../packages/web/src/logic/compareLink.ts';
import { axeFindings, loaded, openPage, overflowOf } from './browser.ts';
import { Orrery } from './orrery.ts';

const START = 1_764_000_000_000;
const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

// biome-ignore lint/suspicious/noExplicitAny: of many shapes
type Answer = any;

describe('comparing runs in a browser', () => {
  let orrery: Orrery;
  let browser: Browser;
  let page: Page;
  let problems: string[] = [];
  const few: string[] = [];
  const many: string[] = [];

  const post = async (path: string, body: object): Promise<Answer> => {
    const answer = await fetch(`${orrery.url}/api/2.0/mlflow/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    assert.ok(answer.ok, `${path}: ${await answer.clone().text()}`);
    return answer.json();
  };
  const make = async (experiment_id: string, index: number, steps: number): Promise<string> => {
    const { run } = await post('runs/create', {
      experiment_id,
      run_name: `run ${index}`,
      start_time: START + index,
      tags: [
        { key: 'mlflow.source.git.commit', value: (index % 2 ? 'b' : 'a').repeat(40) },
        { key: 'mlflow.source.git.repoURL', value: 'https://github.com/acme/vision.git' },
      ],
    });
    const lr = (1.37 + (index % 3)) * 10 ** -(1 + (index % 5));
    await post('runs/log-batch', {
      run_id: run.info.run_id,
      params: [
        { key: 'lr', value: String(lr) },
        { key: 'depth', value: String(1 + (index % 7)) },
        { key: 'optimizer', value: index % 2 ? 'adam' : 'sgd' },
        { key: 'seed', value: '7' },
      ],
      metrics: Array.from({ length: steps }, (_, step) => [
        { key: 'loss', value: 1 / (step + 1) + index / 100, step, timestamp: START + step },
        { key: 'accuracy', value: 1 - 1 / (step + 2) - index / 1000, step, timestamp: START + step },
      ]).flat(),
    });
    return run.info.run_id;
  };

  before(async () => {
    orrery = await Orrery.make();
    await orrery.up();
    const { experiment_id } = await post('experiments/create', { name: 'few' });
    for (let index = 0; index < 4; index += 1) few.push(await make(experiment_id, index, 20));
    const crowd = await post('experiments/create', { name: 'many' });
    for (let from = 0; from < 500; from += 20)
      many.push(
        ...(await Promise.all(
          Array.from({ length: 20 }, (_, index) => make(crowd.experiment_id, from + index, 10)),
        )),
      );
    for (const id of few.slice(0, 3)) {
      const url = `${orrery.url}/api/2.0/mlflow-artifacts/artifacts/${experiment_id}/${id}/artifacts/plots/confusion.png`;
      assert.ok((await fetch(url, { method: 'PUT', body: PIXEL })).ok);
    }
    for (const [index, text] of ['a = 1\nb = 2\n', 'a = 1\nb = 3\nc = 4\n'].entries()) {
      const url = `${orrery.url}/api/2.0/mlflow-artifacts/artifacts/${experiment_id}/${few[index]}/artifacts/source/train.py`;
      assert.ok((await fetch(url, { method: 'PUT', body: text })).ok);
    }
    ({ browser, page, problems } = await openPage());
  });
  after(async () => {
    await browser?.close();
    await orrery.remove();
  });

  const open = (ids: readonly string[], query = '') =>
    page.goto(`${orrery.url}/compare?${query}#${packRunIds(ids)}`);
  const titles = () =>
    page
      .locator('[data-panel]')
      .evaluateAll((panels: Answer[]) => panels.map((panel) => panel.getAttribute('aria-label')));

  it('begins in the table of runs, and its address opens the same view', async () => {
    await page.goto(`${orrery.url}/experiments/1`);
    for (const name of ['run 0', 'run 1'])
      await page
        .getByRole('row', { name: new RegExp(name) })
        .getByRole('checkbox')
        .first()
        .check();
    await page.getByRole('button', { name: 'Compare', exact: true }).click();
    await page.getByRole('heading', { name: 'Compare 2 runs' }).waitFor();
    assert.match(page.url(), /\/compare#[\w-]{22},[\w-]{22}$/);
    await page.reload();
    await page.getByRole('img', { name: 'loss of 2 runs' }).waitFor();
  });

  it('moves, resizes, adds, changes and removes panels by the keyboard, all of it in the address', async () => {
    await open(few);
    await page.getByRole('region', { name: 'accuracy', exact: true }).waitFor();
    const before = await titles();
    const handle = page.getByRole('button', { name: `Move ${before[0]}`, exact: true });
    await handle.focus();
    await page.keyboard.press('ArrowRight');
    await page.getByText(`Panel moved to place 2 of ${before.length}`).waitFor();
    assert.deepEqual((await titles()).slice(0, 2), [before[1], before[0]]);
    await page.keyboard.press('Shift+ArrowRight');
    await page.getByText('Panel is 2 wide and 1 high').waitFor();
    await page.getByRole('button', { name: 'Panel', exact: true }).click();
    await page.getByRole('dialog').getByText('Contour').click();
    await page.getByLabel('across').selectOption('params.lr');
    await page.getByLabel('upwards').selectOption('params.depth');
    await page.getByLabel('height').selectOption('metrics.loss');
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await page.getByRole('img', { name: 'loss over lr and depth' }).waitFor();
    await page.getByRole('button', { name: 'Change loss over lr and depth' }).click();
    await page.getByRole('dialog').getByText('Scatter').click();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('img', { name: 'depth over lr' }).waitFor();
    await page.getByRole('button', { name: `Remove ${before[1]}`, exact: true }).click();
    const now = await titles();
    await page.reload();
    await page.getByRole('img', { name: 'depth over lr' }).waitFor();
    assert.deepEqual(await titles(), now);
    await page.getByRole('button', { name: 'As at first' }).click();
    await page.getByRole('region', { name: before[1] ?? '', exact: true }).waitFor();
    assert.deepEqual(await titles(), before);
  });

  it('moves and resizes a panel by dragging', async () => {
    const before = await titles();
    const grip = page.getByRole('button', { name: `Move ${before[0]}`, exact: true });
    const over = await page.locator('[data-panel="1"]').boundingBox();
    assert.ok(over);
    await grip.hover();
    await page.mouse.down();
    await page.mouse.move(over.x + over.width * 0.8, over.y + 20, { steps: 8 });
    await page.mouse.up();
    assert.deepEqual((await titles()).slice(0, 2), [before[1], before[0]]);
    const panel = page.locator('[data-panel="0"]');
    const box = await panel.boundingBox();
    assert.ok(box);
    await page.mouse.move(box.x + box.width - 4, box.y + box.height - 4);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 1.9, box.y + box.height - 4, { steps: 6 });
    await page.mouse.up();
    const wide = await panel.boundingBox();
    assert.ok(wide && wide.width > box.width * 1.8);
  });

  it('hides runs and leaves them out', async () => {
    await open(few);
    await page.getByRole('button', { name: 'Hide run 1' }).click();
    await page.getByText('1 hidden').waitFor();
    await page.getByRole('img', { name: 'loss of 3 runs' }).waitFor();
    await page.getByRole('button', { name: 'Show all', exact: true }).click();
    await page.getByRole('button', { name: 'Leave run 2 out' }).click();
    await page.getByRole('heading', { name: 'Compare 3 runs' }).waitFor();
  });

  it('shows the values that differ, the best marked, and all of them where asked', async () => {
    await open(few, 'tab=values');
    const metrics = page.getByRole('table', { name: 'Metrics' });
    // Of loss less is better, of accuracy more: run 0 has both.
    await metrics.getByText('best', { exact: true }).nth(1).waitFor();
    assert.equal(await metrics.getByText('best', { exact: true }).count(), 2);
    const params = page.getByRole('table', { name: 'Params' });
    await params.getByText('optimizer').waitFor();
    assert.equal(await params.getByText('seed').count(), 0);
    await page.getByRole('switch', { name: 'Only what differs' }).click();
    await params.getByText('seed').waitFor();
    assert.match(page.url(), /show=all/);
  });

  it('shows the same file of each run, and the code', async () => {
    await open(few, 'tab=artifacts');
    await page
      .getByRole('button', { name: /confusion\.png/ })
      .getByText('3/4')
      .waitFor();
    assert.equal(await page.getByRole('img', { name: 'plots/confusion.png' }).count(), 3);
    await open(few, 'tab=code');
    await page.getByText('2 commits').waitFor();
    assert.equal(
      await page.getByRole('link', { name: /difference from/ }).getAttribute('href'),
      `https://github.com/acme/vision/compare/${'a'.repeat(40)}...${'b'.repeat(40)}`,
    );
  });

  it('shows line by line what differs in a file, and in the code that runs kept', async () => {
    await open(few.slice(0, 2), 'tab=artifacts&path=source/train.py');
    await page.getByRole('radio', { name: 'Differences' }).click();
    await page.getByRole('cell', { name: 'b = 3' }).waitFor();
    assert.match(page.url(), /as=differences/);
    await page.reload();
    const lines = page.getByRole('region', { name: 'Differences of source/train.py' }).getByRole('row');
    await lines.first().waitFor();
    const shown = ['@@ -1,2 +1,3 @@', '1 1 a = 1', '2 - b = 2', '2 + b = 3', '3 + c = 4'];
    const told = (await lines.allInnerTexts()).map((text) => text.replace(/\s+/g, ' ').trim());
    assert.deepEqual(told, shown);
    await open(few, 'tab=code');
    await page.getByRole('cell', { name: 'c = 4' }).waitFor();
    await page.getByRole('combobox', { name: 'Other run' }).selectOption({ label: 'run 2' });
    await page.getByText('only in run 0').waitFor();
    assert.match(page.url(), /with=/);
    await open(few.slice(2), 'tab=code');
    await page.getByText('No code of these two runs was kept.').waitFor();
  });

  it('takes five hundred runs, with no request a run', async () => {
    const asked: string[] = [];
    const listen = (request: { url(): string }) => asked.push(new URL(request.url()).pathname);
    page.on('request', listen);
    await page.goto(`${orrery.url}/experiments/2`);
    await open(many);
    await page.getByRole('img', { name: 'loss of 500 runs' }).waitFor();
    await page.getByRole('img', { name: /^Parallel coordinates/ }).waitFor();
    page.off('request', listen);
    const api = asked.filter(
      (path) => path.startsWith('/api/tracking/runs') || path.startsWith('/api/tracking/series'),
    );
    assert.ok(api.length <= 12, JSON.stringify(api));
    for (const tab of ['values', 'artifacts', 'code']) {
      await open(many, `tab=${tab}`);
      await loaded(page);
    }
    assert.ok((await page.getByRole('cell').count()) < 400, 'only cells in sight are in the document');
  });

  it('says what to do where there is nothing to compare', async () => {
    await page.goto(`${orrery.url}/compare?runs=${few[0]},${few[1]}`);
    await page.getByRole('heading', { name: 'Compare 2 runs' }).waitFor();
    await page.goto(`${orrery.url}/compare`);
    await page.getByText('No runs to compare').waitFor();
    await open([few[0] ?? '', 'nobody']);
    await page.getByText('1 run not found').waitFor();
    await open(['nobody']);
    await page.getByText('None of these runs is there any more').waitFor();
  });

  it('fits a narrow window, and axe finds nothing, light and dark', async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      for (const tab of ['charts', 'values', 'artifacts', 'code']) {
        await page.setViewportSize({ width: 1280, height: 860 });
        await open(few, `tab=${tab}`);
        await page.getByRole('link', { name: 'run 0' }).first().waitFor();
        await loaded(page);
        assert.deepEqual(await axeFindings(page), [], `${tab} ${colorScheme}`);
        await page.setViewportSize({ width: 390, height: 844 });
        assert.ok((await overflowOf(page)) <= 0, `${tab} is too wide`);
      }
    }
  });

  it('said nothing wrong on the console', () => {
    assert.deepEqual(problems, []);
  });
});
