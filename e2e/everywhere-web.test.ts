import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { axeFindings, type OpenPage, openPage, overflowOf } from './browser.ts';
import { Orrery } from './orrery.ts';

const EXPERIMENT = 'end-to-end';

describe('what every page has', () => {
  let orrery: Orrery;
  let opened: OpenPage;
  let page: Page;
  let runId: string;
  const url = () => `http://localhost:${orrery.ports[2]}`;

  const post = async (call: string, body: object) => {
    const answer = await fetch(`${orrery.url}/api/2.0/mlflow/${call}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return (await answer.json()) as { runs: { info: { run_id: string } }[] };
  };

  before(async () => {
    orrery = await Orrery.make();
    await orrery.run('catalog', 'link', orrery.fixture('catalog'));
    await orrery.up();
    await orrery.run('run', orrery.fixture('manifest.yaml'));
    const found = await post('runs/search', {
      experiment_ids: ['1'],
      filter: "attributes.run_name = 'tiny/quick'",
    });
    runId = found.runs[0]?.info.run_id ?? '';
    opened = await openPage();
    page = opened.page;
  });
  after(async () => {
    await opened?.browser.close();
    await orrery.remove();
  });

  const paths = () => [
    'experiments',
    'experiments?show=deleted',
    'experiments/1',
    'experiments/1?group=params.epochs',
    `experiments/1/runs/${runId}`,
    `experiments/1/runs/${runId}?tab=charts`,
    `experiments/1/runs/${runId}?tab=artifacts`,
    `experiments/1/runs/${runId}?tab=log`,
    'studies',
    'studies/1',
    'studies/1?tab=trials',
    'studies/1/trials/0',
    'workbench/registry',
    'workbench/configure',
    'workbench/runs',
    'workbench/results',
    'workbench/analysis',
    'services',
    'design',
    'nowhere',
  ];

  for (const theme of ['light', 'dark', 'contrast']) {
    it(`is readable to everyone, ${theme}`, async () => {
      await page.goto(`${url()}/design`);
      await page.evaluate(`localStorage.setItem('orrery.theme', '${theme}')`);
      const findings: string[] = [];
      for (const path of paths()) {
        await page.goto(`${url()}/${path}`);
        await page.getByRole('heading').or(page.getByText('nothing at this address')).first().waitFor();
        await page.waitForLoadState('networkidle').catch(() => {});
        for (const finding of await axeFindings(page)) findings.push(`${path}: ${finding}`);
      }
      assert.deepEqual(findings, []);
    });
  }

  it('comes with less than 250 kB of scripts, and nothing of it moves while it loads', async () => {
    const findings: string[] = [];
    for (const path of paths()) {
      const context = await opened.browser.newContext({ viewport: { width: 1280, height: 860 } });
      const fresh = await context.newPage();
      const session = await context.newCDPSession(fresh);
      await session.send('Network.enable');
      const scripts = new Set<string>();
      let bytes = 0;
      session.on(
        'Network.responseReceived',
        ({ requestId, type }) => type === 'Script' && scripts.add(requestId),
      );
      session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
        if (scripts.has(requestId)) bytes += encodedDataLength;
      });
      await fresh.addInitScript(`window.moved_ = 0;
        new PerformanceObserver((list) => {
          for (const { value, hadRecentInput } of list.getEntries()) if (!hadRecentInput) window.moved_ += value;
        }).observe({ type: 'layout-shift', buffered: true });`);
      await fresh.goto(`${url()}/${path}`);
      await fresh.getByRole('heading').first().waitFor();
      await fresh.waitForLoadState('networkidle').catch(() => {});
      const moved = await fresh.evaluate<number>('window.moved_');
      // The page of the design holds every chart there is.
      if (bytes > 250_000 && path !== 'design') findings.push(`${path}: ${bytes} bytes of scripts`);
      if (moved > 0.1) findings.push(`${path}: moved by ${moved}`);
      await context.close();
    }
    assert.deepEqual(findings, []);
  });

  it('fits a window of 390 px', async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    const wide: string[] = [];
    for (const path of paths()) {
      await page.goto(`${url()}/${path}`);
      await page.getByRole('heading').or(page.getByText('nothing at this address')).first().waitFor();
      await page.waitForLoadState('networkidle').catch(() => {});
      const overflow = await overflowOf(page);
      if (overflow > 0) wide.push(`${path} is ${overflow} px too wide`);
    }
    assert.deepEqual(wide, []);
    await page.setViewportSize({ width: 1280, height: 860 });
  });

  it('goes to pages, experiments, studies and runs by the palette, and does what a page can do', async () => {
    await page.goto(`${url()}/services`);
    await page.getByRole('button', { name: 'Go to or do' }).waitFor();
    const palette = page.getByRole('combobox', { name: 'Go to or do' });
    const go = async (words: string, option: string) => {
      await page.keyboard.press('Control+k');
      await palette.fill(words);
      await page.getByRole('option', { name: option }).first().waitFor();
      await page.keyboard.press('Enter');
    };
    await go(EXPERIMENT, `${EXPERIMENT} experiment`);
    await page.getByRole('heading', { name: EXPERIMENT, exact: true }).waitFor();
    await go('one below', 'All runs one below the other');
    await page.waitForFunction("location.search.includes('nested=no')");
    await go('registry', 'Registry page');
    await page.getByRole('heading', { name: 'Registry' }).waitFor();
    await go('tiny/quick', 'tiny/quick');
    await page.waitForFunction('/runs|studies/.test(location.pathname)');
    await go(runId, 'tiny/quick');
    await page.getByRole('heading', { name: 'tiny/quick' }).waitFor();
    await page.keyboard.press('Control+k');
    await palette.fill('no such thing at all');
    await page.getByText('Nothing is called that').waitFor();
    await page.keyboard.press('Escape');
    await palette.waitFor({ state: 'detached' });
  });

  it('shows and changes an experiment: name, note, tags, and deletes it with a way back', async () => {
    await page.goto(`${url()}/experiments/1`);
    await page.getByRole('button', { name: 'Note and tags' }).click();
    await page.getByRole('button', { name: 'Write a note' }).click();
    await page.getByLabel('Note in Markdown').fill('# Why\n\nTo see **whether** it works.');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('heading', { name: 'Why' }).waitFor();
    await page.getByRole('button', { name: 'Add a tag' }).click();
    await page.getByLabel('Name of the tag').fill('team');
    await page.getByLabel('Value of the tag').fill('vision');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('vision').first().waitFor();
    assert.deepEqual(await axeFindings(page), []);
    await page.keyboard.press('Escape');
    await page.getByTitle('team: vision').waitFor();
    await page.getByRole('button', { name: 'Actions for this experiment' }).click();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    await page.getByText(`Deleted ${EXPERIMENT}`).first().waitFor();
    await page.getByRole('link', { name: EXPERIMENT }).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByRole('link', { name: EXPERIMENT }).waitFor();
    await page.getByLabel('Search experiments').fill('team vision');
    await page.getByRole('link', { name: EXPERIMENT }).waitFor();
    await page.getByText('1 experiment', { exact: true }).waitFor();
  });

  it('analyses an experiment and its studies together', async () => {
    await page.goto(`${url()}/workbench/analysis`);
    const best = page.getByRole('table');
    await best.getByRole('row', { name: new RegExp(`^${EXPERIMENT} experiment`) }).waitFor();
    await best.getByRole('row', { name: new RegExp(`^${EXPERIMENT}__tiny__quick study`) }).waitFor();
    await page
      .getByRole('img', { name: / over / })
      .locator('canvas')
      .waitFor();
    await page.getByRole('button', { name: `Leave out ${EXPERIMENT}`, exact: true }).click();
    await best
      .getByRole('row', { name: new RegExp(`^${EXPERIMENT} experiment`) })
      .waitFor({ state: 'detached' });
    assert.match(page.url(), /sources=s1/);
  });

  it('says quietly when the server is away, and goes on when it is back', async () => {
    await page.goto(`${url()}/experiments`);
    await page.getByRole('link', { name: EXPERIMENT }).waitFor();
    opened.problems.length = 0;
    await orrery.run('down');
    await page.getByRole('status', { name: 'Live updates are away' }).waitFor();
    await orrery.up();
    await page.getByRole('status', { name: 'Live updates are away' }).waitFor({ state: 'detached' });
    opened.problems.length = 0;
  });

  it('said nothing wrong on the console', () => {
    assert.deepEqual(opened.problems, []);
  });
});
