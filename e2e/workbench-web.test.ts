import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { openPage, overflowOf } from './browser.ts';
import { Orrery } from './orrery.ts';

describe('the workbench in a browser', () => {
  let orrery: Orrery;
  let browser: Browser;
  let page: Page;
  let problems: string[] = [];
  const at = (path: string) => `http://localhost:${orrery.ports[2]}/workbench/${path}`;
  const yaml = () => page.getByLabel('Manifest as YAML');

  before(async () => {
    orrery = await Orrery.make();
    await orrery.run('catalog', 'link', orrery.fixture('catalog'));
    await orrery.up();
    ({ browser, page, problems } = await openPage());
  });
  after(async () => {
    await browser?.close();
    await orrery.remove();
  });

  it('says what to do where nothing has run', async () => {
    await page.goto(at('runs'));
    await page.getByText('No manifest has run yet').waitFor();
    await page.goto(at('results'));
    await page.getByText('No manifest has left results yet').waitFor();
  });

  it('shows datasets, models and which go together, and adds a dataset', async () => {
    await page.goto(at('registry'));
    await page.getByRole('row', { name: /tiny.*yes.*yes/ }).waitFor();
    await page.getByRole('button', { name: 'Dataset' }).click();
    await page.getByLabel('Path').fill(orrery.fixture('slow.yaml'));
    await page.getByLabel(/Slug/).fill('other');
    await page.getByLabel('Kinds of data').fill('image');
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await page.getByRole('row', { name: /other.*no tabular/ }).waitFor();
    await page.getByRole('button', { name: 'Check files' }).click();
    await page.getByText('Every file is as it was').first().waitFor();
  });

  it('configures a run in a form and in YAML, in step, and tells all that is wrong', async () => {
    await page.getByRole('link', { name: 'Configure' }).click();
    await page.getByLabel('Experiment', { exact: true }).fill('by-hand');
    await page.getByLabel('Metric that counts').fill('score');
    await page.getByRole('checkbox', { name: 'quick on tiny' }).click();
    assert.ok(await page.getByRole('checkbox', { name: 'quick on other' }).isDisabled());
    await page.getByLabel(/^epochs/).fill('0');
    await page.getByText(/epochs: 0 must be >= 1/).waitFor();
    assert.ok(await page.getByRole('button', { name: 'Run', exact: true }).isDisabled());
    await page.getByLabel(/^epochs/).fill('30');
    await page.getByLabel(/^delay/).fill('0.1');
    await page.getByText('Ready to run.').waitFor();
    const text = await yaml().inputValue();
    assert.match(text, /experiment_name: by-hand/);
    assert.match(text, /epochs: 30/);
    await yaml().fill(text.replace('epochs: 30', 'epochs: 25').replace('tiny', 'tinny'));
    await page.getByText(/no dataset 'tinny'.*Did you mean 'tiny'/).waitFor();
    await yaml().fill(text.replace('epochs: 30', 'epochs: 25'));
    assert.equal(await page.getByLabel(/^epochs/).inputValue(), '25');
  });

  it('runs it, shows what it prints as it prints it, and opens the run when it has finished', async () => {
    await page.getByText('Ready to run.').waitFor();
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    await page.getByRole('heading', { name: 'by-hand' }).waitFor();
    await page.getByRole('treegrid').getByText('Running').waitFor();
    await page.getByRole('log').getByText('epoch 3', { exact: true }).waitFor();
    await page.getByRole('treegrid').getByText('Finished').waitFor();
    await page.getByRole('treegrid').getByText('25/25').waitFor();
    await page.getByRole('tab', { name: /Events/ }).click();
    await page
      .getByRole('log')
      .getByText(/tiny\/quick: score = /)
      .waitFor();
    await page.getByRole('link', { name: 'Open run' }).click();
    // The queue, which stays until the other page is there, has a heading and a tab of these names too.
    await page.getByRole('tab', { name: 'Artifacts' }).waitFor();
    await page.getByRole('heading', { name: 'tiny/quick' }).waitFor();
    await page.getByRole('tab', { name: 'Log' }).click();
    await page.getByRole('log').getByText('epoch 24', { exact: true }).waitFor();
  });

  it('cancels a job and runs it again', async () => {
    await page.goto(at('runs'));
    await page.getByRole('link', { name: 'by-hand' }).click();
    await page.getByRole('button', { name: 'Run tiny/quick again' }).click();
    await page.getByText('attempt 2').waitFor();
    await page.getByRole('treegrid').getByText('Running').waitFor();
    await page.getByRole('button', { name: 'Cancel tiny/quick' }).click();
    await page.getByRole('treegrid').getByText('Killed').waitFor();
    await page.getByText('cancelled by the API').first().waitFor();
    await page.getByRole('button', { name: 'Retry what failed' }).waitFor();
    await page.getByRole('link', { name: 'Edit as new' }).click();
    await page.getByText('Ready to run.').waitFor();
    assert.match(await yaml().inputValue(), /epochs: 25/);
  });

  it('ranks what has finished', async () => {
    await page.getByRole('link', { name: 'Results' }).click();
    await page.getByRole('row', { name: /1 quick.*epochs 25/ }).waitFor();
  });

  it('shows plots of the best runs, by dataset and model', async () => {
    const link = await page.getByRole('link', { name: 'tiny/quick' }).getAttribute('href');
    const [, experiment, run] = /experiments\/(\d+)\/runs\/(\w+)/.exec(link ?? '') ?? [];
    await page.getByText('Plots', { exact: true }).click();
    await page.getByText('No run that is best has an image among its artifacts').waitFor();
    const path = `${experiment}/${run}/artifacts/plots/dot.svg`;
    const svg =
      '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40"><circle cx="20" cy="20" r="9"/></svg>';
    const url = `${orrery.url}/api/2.0/mlflow-artifacts/artifacts/${path}`;
    assert.equal((await fetch(url, { method: 'PUT', body: svg })).status, 200);
    await page.reload();
    await page.getByRole('button', { name: 'plots/dot.svg, quick on tiny' }).click();
    const image = page.getByRole('dialog').getByRole('img', { name: 'plots/dot.svg, quick on tiny' });
    await image.waitFor();
    const width = await image.evaluate(
      (element) => (element as unknown as { naturalWidth: number }).naturalWidth,
    );
    assert.equal(width, 40);
    await page.getByRole('link', { name: 'Open the run' }).click();
    await page.getByRole('heading', { name: 'tiny/quick' }).waitFor();
  });

  it('says how the services are, what to do, and how much is asked of them', async () => {
    await page.getByRole('link', { name: 'Services' }).click();
    await page.getByText('All that the server needs is well.').waitFor();
    await page.getByText('requests a second').waitFor();
    await page.getByRole('button', { name: 'Look again' }).click();
    await page
      .getByText(/Orrery answers/)
      .first()
      .waitFor();
  });

  it('fits a narrow window', async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    for (const path of ['registry', 'configure', 'runs', 'results']) {
      await page.goto(at(path));
      await page.getByRole('heading').first().waitFor();
      const overflow = await overflowOf(page);
      assert.ok(overflow <= 0, `${path} is ${overflow} px too wide`);
    }
  });

  it('said nothing wrong on the console', () => {
    assert.deepEqual(problems, []);
  });
});
