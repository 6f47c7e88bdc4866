import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { openPage, overflowOf } from './browser.ts';
import { Orrery } from './orrery.ts';

const SPACE = {
  lr: { type: 'number', minimum: 1e-4, maximum: 1, 'x-log': true },
  depth: { type: 'integer', minimum: 1, maximum: 9 },
  optimizer: { enum: ['adam', 'sgd'] },
};

// biome-ignore lint/suspicious/noExplicitAny: of many shapes
type Answer = any;

describe('pages of studies in a browser', () => {
  let orrery: Orrery;
  let browser: Browser;
  let page: Page;
  let id: number;
  let problems: string[] = [];

  const post = async (path: string, body: object): Promise<Answer> => {
    const answer = await fetch(orrery.url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    assert.ok(answer.ok, `${path}: ${await answer.clone().text()}`);
    return answer.json();
  };
  const make = async (name: string, directions: string[], trials: number): Promise<number> => {
    const { study } = await post('/api/sweeps/studies', { name, directions, sampler: 'random', seed: 4 });
    const path = `/api/sweeps/studies/${study.study_id}`;
    for (let number = 0; number < trials; number += 1) {
      const { trial } = await post(`${path}/ask`, { space: SPACE, user_attrs: { fold: number % 2 } });
      const at = `${path}/trials/${trial.number}`;
      const loss = (Math.log10(trial.params.lr) + 2) ** 2 + trial.params.depth / 9;
      const isPruned = directions.length === 1 && number % 5 === 4;
      for (let step = 0; directions.length === 1 && step < 3; step += 1)
        await post(`${at}/report`, { step, value: loss + 3 - step });
      const values = [loss, -trial.params.depth, trial.params.lr].slice(0, directions.length);
      await post(`${at}/tell`, isPruned ? { state: 'PRUNED' } : { values });
    }
    return study.study_id;
  };

  before(async () => {
    orrery = await Orrery.make();
    await orrery.up();
    id = await make('one end', ['minimize'], 20);
    await make('another end', ['minimize'], 10);
    await make('three ends', ['minimize', 'maximize', 'minimize'], 15);
    ({ browser, page, problems } = await openPage());
  });
  after(async () => {
    await browser?.close();
    await orrery.remove();
  });

  const open = (path: string) => page.goto(`http://localhost:${orrery.ports[1]}/${path}`);
  /** How many pixels of a chart's canvas are not empty. */
  const inked = (label: string | RegExp) =>
    page
      .getByLabel(label)
      .locator('visible=true')
      .first()
      .evaluate((element: Answer) => {
        const canvas = element.tagName === 'CANVAS' ? element : element.querySelector('canvas');
        const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
        let count = 0;
        for (let index = 3; index < data.length; index += 4) if (data[index] > 0) count += 1;
        return count;
      });
  const drawn = async (...labels: (string | RegExp)[]) => {
    await page
      .getByLabel(labels[0] ?? '')
      .first()
      .waitFor();
    // What is far below the window is drawn when it comes near.
    await page.evaluate("document.querySelector('main').scrollTo(0, 1e6)");
    for (const label of labels) {
      await page.getByLabel(label).first().scrollIntoViewIfNeeded();
      let count = 0;
      for (let tries = 0; tries < 100 && count < 200; tries += 1) {
        count = await inked(label);
        if (count < 200) await page.waitForTimeout(50);
      }
      assert.ok(count >= 200, `${label} is empty`);
    }
  };

  it('draw every chart of a study', async () => {
    await open(`studies/${id}`);
    await drawn(
      /best so far/,
      'Intermediate values of each trial by step',
      'When each trial ran',
      /distribution/,
      'Improvement that may still come and error, by trial',
    );
    await page.getByText('no error to compare with yet').waitFor();
    await page.getByLabel('How it is told').selectOption('best_value_stagnation');
    await page.getByText('more trials are worth their while').waitFor();
    const importance = page
      .locator('dl')
      .filter({ hasText: 'lr' })
      .filter({ hasText: /0\.\d\d/ });
    await importance.first().waitFor();
    await page.getByLabel('Evaluator').selectOption('fanova');
    await importance.first().waitFor();
    await page.getByRole('tab', { name: 'Parameters' }).click();
    await drawn('Params of each trial and what it reached', /^Value over/, /^Rank of/, 'Objective over lr');
    await open('studies/3');
    await drawn(/Front of .*Arrow keys/);
    await page.getByText('2D', { exact: true }).click();
    await drawn(/^Front of .* over/);
  });

  it('brush a part of the trials', async () => {
    await open(`studies/${id}?tab=parameters`);
    const axis = page.getByRole('slider', { name: 'Brush depth' });
    const box = await axis.boundingBox();
    assert.ok(box);
    await page.mouse.move(box.x + box.width / 2, box.y + 1);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2, { steps: 4 });
    await page.mouse.up();
    const said = await page.getByText(/^\d+ of 16 trials$/).textContent();
    assert.ok(Number.parseInt(said ?? '', 10) < 16);
    await axis.press('Escape');
    await page.getByText('drag along an axis to choose').waitFor();
  });

  it('enqueue a trial by form, which is there without a reload', async () => {
    await open(`studies/${id}?tab=trials`);
    await page.getByRole('button', { name: 'Enqueue' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('lr').first().fill('7');
    await dialog.getByText('is not within 0.0001 to 1').waitFor();
    assert.ok(await dialog.getByRole('button', { name: 'Enqueue' }).isDisabled());
    await dialog.getByLabel('lr').first().fill('0.125');
    await dialog.getByLabel('optimizer').first().selectOption('sgd');
    await dialog.getByRole('button', { name: 'Enqueue' }).click();
    await page.getByText('Trial 20 waits to be run').first().waitFor();
    const { trial } = await post(`/api/sweeps/studies/${id}/ask`, { space: SPACE });
    assert.equal(trial.number, 20);
    assert.equal(trial.params.lr, 0.125);
    assert.equal(trial.params.optimizer, 'sgd');
    await page.getByRole('button', { name: /Running/ }).waitFor();
  });

  it('filter trials by words and states', async () => {
    await page.getByLabel('Filter trials').fill('lr=0.125');
    await page.getByText('1 of 21 trials').waitFor();
    assert.match(page.url(), /filter=/);
    await page.getByLabel('Filter trials').fill('fold=1');
    await page.getByRole('button', { name: /Pruned/ }).click();
    await page.getByText('2 of 21 trials').waitFor();
    await page.getByLabel('Filter trials').fill('nowhere');
    await page.getByText('No trial is like that').waitFor();
  });

  it('lead from a trial to its run', async () => {
    const { run } = await post('/api/2.0/mlflow/runs/create', { experiment_id: '0', run_name: 'of a trial' });
    const { trial } = await post(`/api/sweeps/studies/${id}/ask`, {
      space: SPACE,
      user_attrs: { 'mlflow.run_id': run.info.run_id, 'mlflow.experiment_id': '0' },
    });
    await open(`studies/${id}/trials/${trial.number}`);
    await page.getByRole('heading', { name: `Trial ${trial.number}` }).waitFor();
    await page.getByRole('link', { name: 'artifacts' }).waitFor();
    await page.getByRole('button', { name: 'Write a note' }).click();
    await page.getByLabel('Note in Markdown').fill('is **fine**');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('strong').getByText('fine').waitFor();
    await page.getByRole('button', { name: 'Mark as failed' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Mark as failed' }).click();
    await page.getByText('Failed').first().waitFor();
    await page.getByRole('link', { name: 'of a trial' }).click();
    await page.getByRole('heading', { name: 'of a trial' }).waitFor();
  });

  it('compare studies chosen in the list', async () => {
    await open('studies');
    await page.getByLabel('Compare one end').check();
    await page.getByLabel('Compare another end').check();
    await page.getByRole('button', { name: 'Compare 2' }).click();
    await page.getByRole('row', { name: /^Best/ }).getByRole('link').nth(1).waitFor();
    await drawn('Best value so far of each study', 'Empirical distribution of each study');
  });

  it('tag, stop, rename and delete a study', async () => {
    await open('studies/2');
    await page.getByRole('button', { name: 'tag', exact: true }).click();
    await page.getByLabel('New tag').fill('old');
    await page.getByLabel('New tag').press('Enter');
    await page.getByRole('button', { name: 'Remove the tag old' }).waitFor();
    await page.keyboard.press('Escape');
    const act = async (name: string) => {
      await page.getByRole('button', { name: 'Actions for this study' }).click();
      await page.getByRole('menuitem', { name }).click();
    };
    await act('Stop');
    await page.getByText('stopped', { exact: true }).waitFor();
    await act('Rename…');
    await page.getByRole('textbox', { name: 'Name' }).fill('to be gone');
    await page.getByRole('button', { name: 'Rename' }).click();
    await page.getByRole('heading', { name: 'to be gone' }).waitFor();
    const download = page.waitForEvent('download');
    await act('Export as CSV');
    assert.equal((await download).suggestedFilename(), 'to_be_gone.csv');

    await open('studies?q=old');
    await page.getByRole('link', { name: 'to be gone' }).click();
    await act('Delete…');
    await page.getByRole('dialog').getByText('10 trials').waitFor();
    await page.getByRole('button', { name: 'Delete study' }).click();
    await page.getByRole('link', { name: 'one end' }).waitFor();
    assert.equal(await page.getByRole('link', { name: 'to be gone' }).count(), 0);
  });

  it('fit a narrow window', async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    const paths = ['', '?tab=parameters', '?tab=trials', '/trials/3'].map((rest) => `studies/${id}${rest}`);
    for (const path of [...paths, 'studies/compare?ids=1,3']) {
      await open(path);
      await page.getByRole('heading').first().waitFor();
      const overflow = await overflowOf(page);
      assert.ok(overflow <= 0, `${path} is ${overflow} px too wide`);
    }
  });

  it('said nothing wrong on the console', () => {
    assert.deepEqual(problems, []);
  });
});
