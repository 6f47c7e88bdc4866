import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { oraclePython } from '../scripts/oracle.ts';
import { axeFindings, loaded, openPage, overflowOf } from './browser.ts';
import { Orrery } from './orrery.ts';

const LONG = 60_000;
const SPIKE = 43_210;
const START = 1_764_000_000_000;

/** Files of every kind that is shown, made by what makes them. */
const FILES = `
import json, os, sys, wave
import numpy as np, pandas as pd
out = sys.argv[1]
for folder in ("data", "report", "logs"):
    os.makedirs(f"{out}/{folder}")
def write(path, text):
    open(f"{out}/{path}", "w").write(text)
frame = pd.DataFrame({"id": np.arange(5000), "label": ["a, b" if i % 2 else "c" for i in range(5000)]})
frame.to_csv(f"{out}/data/table.csv", index=False)
frame.to_parquet(f"{out}/data/table.parquet", compression="zstd")
np.save(f"{out}/data/matrix.npy", np.arange(12.0).reshape(3, 4))
np.savez_compressed(f"{out}/data/all.npz", first=np.arange(7), second=np.eye(3))
tone = wave.open(f"{out}/data/tone.wav", "wb")
tone.setparams((1, 2, 8000, 0, "NONE", "")); tone.writeframes(bytes(1600)); tone.close()
write("config.json", json.dumps({"optimizer": {"name": "adam", "betas": [0.9, 0.999]}}))
write("conda.yaml", "name: env\\ndependencies:\\n  - python=3.11\\n")
write("notes.md", "# A report\\n\\nwith *words*")
write("model.bin", "\\0\\1")
from PIL import Image
Image.new("RGB", (8, 6), "red").save(f"{out}/plot.png"); Image.new("RGB", (8, 6)).save(f"{out}/paper.pdf")
write("logs/train.log", "".join("\\x1b[31mstep %d\\x1b[0m\\n" % i for i in range(3000)))
write("report/style.css", "h1 { color: rgb(1, 2, 3) }")
write("report/index.html", """<link rel=stylesheet href=style.css><h1>Report</h1><p id=said>static</p><script>
  let parentOf = 'reached'; try { parent.document.title } catch { parentOf = 'kept away' }
  fetch('/api/services').then(() => 'reached', () => 'kept away').then((server) => {
    document.getElementById('said').textContent = 'page ' + parentOf + ', server ' + server })</script>""")
write("analysis.ipynb", json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [
  {"cell_type": "markdown", "metadata": {}, "source": "# Analysis"},
  {"cell_type": "code", "execution_count": 1, "metadata": {}, "source": "1/0", "outputs": [
    {"output_type": "error", "ename": "ZeroDivisionError", "evalue": "division by zero", "traceback": ["\\x1b[31mdivision by zero\\x1b[0m"]}]}]}))
`;

/** A second of a video, as chromium records a canvas. */
const RECORD = `(async () => {
  const canvas = Object.assign(document.createElement('canvas'), { width: 64, height: 48 })
  const paint = canvas.getContext('2d')
  const recorder = new MediaRecorder(canvas.captureStream(10), { mimeType: 'video/webm' })
  const pieces = []
  recorder.ondataavailable = ({ data }) => pieces.push(data)
  recorder.start()
  for (let frame = 0; frame < 10; frame++) {
    paint.fillStyle = frame % 2 ? 'red' : 'blue'
    paint.fillRect(0, 0, 64, 48)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  await new Promise((resolve) => { recorder.onstop = resolve; recorder.stop() })
  return [...new Uint8Array(await new Blob(pieces).arrayBuffer())]
})()`;

// biome-ignore lint/suspicious/noExplicitAny: of many shapes
type Answer = any;

describe('the page of a run in a browser', () => {
  let orrery: Orrery;
  let browser: Browser;
  let page: Page;
  let problems: string[] = [];
  let id: string;

  const post = async (path: string, body: object): Promise<Answer> => {
    const answer = await fetch(`${orrery.url}/api/2.0/mlflow/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    assert.ok(answer.ok, `${path}: ${await answer.clone().text()}`);
    return answer.json();
  };
  const make = async (name: string, start: number): Promise<string> => {
    const { run } = await post('runs/create', { experiment_id: '0', run_name: name, start_time: start });
    return run.info.run_id;
  };
  const open = (query = '', run = id) => page.goto(`${orrery.url}/experiments/0/runs/${run}${query}`);
  const show = (path: string) => open(`?tab=artifacts&path=${encodeURIComponent(path)}`);

  before(async () => {
    orrery = await Orrery.make();
    await orrery.up();
    await make('the one before', START - 1000);
    id = await make('long', START);
    for (let from = 0; from < LONG; from += 1000) {
      const metrics = Array.from({ length: 1000 }, (_, index) => {
        const step = from + index;
        const value = step === SPIKE ? 9 : Math.sin(step / 5000);
        return { key: 'train/loss', value, step, timestamp: START + step };
      });
      await post('runs/log-batch', { run_id: id, metrics });
    }
    const few = ['val/loss', 'val/accuracy', 'epoch', 'a', 'b', 'c', 'system/cpu_utilization_percentage'];
    await post('runs/log-batch', {
      run_id: id,
      metrics: few.flatMap((key) =>
        [0, 1, 2].map((step) => ({
          key,
          value: key === 'a' && step === 1 ? 'NaN' : step,
          step,
          timestamp: START + step,
        })),
      ),
      params: [{ key: 'lr', value: '0.01' }],
      tags: [{ key: 'team', value: 'vision' }],
    });
    const folder = `${orrery.folder}/files`;
    execFileSync(oraclePython(), ['-c', FILES, folder]);
    execFileSync(
      oraclePython(),
      [
        '-c',
        'import sys; from mlflow import MlflowClient; MlflowClient().log_artifacts(*sys.argv[1:])',
        id,
        folder,
      ],
      {
        env: { ...process.env, MLFLOW_TRACKING_URI: orrery.url },
      },
    );
    ({ browser, page, problems } = await openPage());
  });
  after(async () => {
    await browser?.close();
    await orrery.remove();
  });

  it('edits tags and the note', async () => {
    await open();
    await page.getByRole('button', { name: 'Add a tag' }).click();
    await page.getByLabel('Name of the tag').fill('stage');
    await page.getByLabel('Value of the tag').fill('draft');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Change the tag stage' }).click();
    await page.getByLabel('Value of the tag').fill('final');
    await page.keyboard.press('Enter');
    await page.getByText('final', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Remove the tag team' }).click();
    await page.getByText('vision', { exact: true }).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('vision', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Write a note' }).click();
    await page.getByLabel('Note in Markdown').fill('It **works**');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('strong').getByText('works').waitFor();
    const { run } = (await (
      await fetch(`${orrery.url}/api/2.0/mlflow/runs/get?run_id=${id}`)
    ).json()) as Answer;
    const tags = Object.fromEntries(run.data.tags.map(({ key, value }: Answer) => [key, value]));
    assert.deepEqual(
      [tags.stage, tags.team, tags['mlflow.note.content']],
      ['final', 'vision', 'It **works**'],
    );
  });

  it('groups charts, finds metrics, and draws all of a long history with its extremes', async () => {
    await open('?tab=charts');
    for (const group of ['train', 'val', 'without a prefix'])
      await page.getByRole('region', { name: `Metrics ${group}` }).waitFor();
    await page.getByText('1 not finite').waitFor();
    await page.getByLabel('Find a metric').fill('train');
    await page.getByRole('region', { name: 'Metrics val' }).waitFor({ state: 'detached' });
    await page.getByText('60,000 points').waitFor();
    const chart = page.getByRole('img', { name: 'train/loss of long' });
    // The spike is one of 60,000 points: it is where the axis goes to 9.
    await chart.locator('canvas').waitFor();
    await page.getByRole('button', { name: 'Enlarge the chart of train/loss' }).click();
    const asked = page.waitForRequest(
      (request) => /tracking\/series/.test(request.url()) && /"from":/.test(request.postData() ?? ''),
    );
    const box = await chart.boundingBox();
    assert.ok(box);
    await page.mouse.move(box.x + box.width * 0.6, box.y + 60);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.7, box.y + 60, { steps: 4 });
    await page.mouse.up();
    const body = (await asked).postDataJSON();
    assert.ok(body.to - body.from < LONG / 5, 'asks for the part alone');
    await page.getByRole('button', { name: 'Whole range' }).click();
    await chart.focus();
    await page.keyboard.press('+');
    assert.match(page.url(), /zoom=.*metric=|metric=.*zoom=/);
    await page.keyboard.press('Escape');
    await page.getByText('Elapsed').click();
    await page.getByRole('switch', { name: 'Log scale' }).click();
    await page.getByRole('switch', { name: 'Ignore outliers' }).click();
    await page.waitForURL(/x=relative.*y=log.*outliers=ignored/);
    await page.reload();
    assert.equal(await page.getByRole('switch', { name: 'Log scale' }).isChecked(), true);
    assert.equal(await page.getByLabel('Find a metric').inputValue(), 'train');
  });

  it('asks once for all charts in sight', async () => {
    const asked: string[][] = [];
    const listen = (request: { url(): string; postDataJSON(): Answer }) => {
      if (/tracking\/series/.test(request.url())) asked.push(request.postDataJSON().metrics);
    };
    page.on('request', listen);
    await open('?tab=charts');
    await page.getByRole('img', { name: 'a of long', exact: true }).waitFor();
    page.off('request', listen);
    assert.ok(asked.length <= 2, JSON.stringify(asked));
  });

  it('shows the models that it logged, what was measured on them, and their names in the registry', async () => {
    const { model } = await post('logged-models', {
      experiment_id: '0',
      name: 'net',
      model_type: 'tree',
      source_run_id: id,
      params: [{ key: 'depth', value: '3' }],
    });
    const modelId = model.info.model_id as string;
    await post('runs/outputs', { run_id: id, models: [{ model_id: modelId, step: 7 }] });
    const measured = { key: 'accuracy', value: 0.75, timestamp: 1, step: 7, model_id: modelId };
    const metrics = [{ ...measured, dataset_name: 'digits', dataset_digest: 'd' }];
    await post('runs/log-batch', { run_id: id, metrics });
    await post('registered-models/create', { name: 'the net' });
    await post('model-versions/create', {
      name: 'the net',
      source: `models:/${modelId}`,
      run_id: id,
      model_id: modelId,
    });
    await open();
    const panel = page.locator('section', { has: page.getByRole('heading', { name: 'Models' }) });
    for (const text of [
      'net',
      'tree',
      'not complete',
      'at step 7',
      'the net 1',
      'accuracy on digits',
      '0.75000',
    ])
      await panel.getByText(text, { exact: true }).waitFor();
    await panel.getByText('Parameters').click();
    await panel.getByText('depth', { exact: true }).waitFor();
    assert.deepEqual(await axeFindings(page), []);
  });

  it('plays a video from where one likes', async () => {
    await open();
    const video = (await page.evaluate(RECORD)) as number[];
    const place = `${orrery.url}/api/2.0/mlflow-artifacts/artifacts/0/${id}/artifacts/clip.webm`;
    assert.ok((await fetch(place, { method: 'PUT', body: new Uint8Array(video) })).ok);
    await show('clip.webm');
    const player = page.getByLabel('clip.webm');
    await player.waitFor();
    const played = await player.evaluate(async (element: Answer) => {
      if (element.readyState < 1)
        await new Promise((resolve) => element.addEventListener('loadedmetadata', resolve, { once: true }));
      const sought = new Promise((resolve) => element.addEventListener('seeked', resolve, { once: true }));
      element.currentTime = 0.4;
      await sought;
      return [element.videoWidth, element.videoHeight, element.currentTime, element.error];
    });
    assert.deepEqual(played, [64, 48, 0.4, null]);
  });

  it('shows files of each kind', async () => {
    await show('data/table.csv');
    await page.getByText('5,000 rows, 2 columns').waitFor();
    await page.getByRole('button', { name: 'id' }).click();
    await page.getByRole('button', { name: 'id' }).click();
    await page.getByRole('cell', { name: '4999', exact: true }).waitFor();
    assert.ok((await page.getByRole('row').count()) < 100, 'only rows in sight are in the document');
    await show('data/table.parquet');
    await page.getByText('5,000 rows, 2 columns, 1 row group').waitFor();
    await page.getByRole('cell', { name: 'a, b', exact: true }).first().waitFor();
    await page
      .getByRole('table', { name: 'data/table.parquet' })
      .evaluate((table: Answer) => table.scrollTo(0, 1e6));
    await page.getByRole('cell', { name: '4999', exact: true }).waitFor();
    await show('data/matrix.npy');
    await page.getByText('<f8').waitFor();
    await page.getByRole('img', { name: /as colours/ }).waitFor();
    await page.getByText('Table', { exact: true }).click();
    await page.getByRole('cell', { name: '11', exact: true }).waitFor();
    await show('data/all.npz');
    await page.getByLabel('Array', { exact: true }).selectOption('second');
    await page.getByRole('img', { name: 'Values of second as colours' }).waitFor();
    await show('config.json');
    await page.getByText('"adam"').waitFor();
    await show('conda.yaml');
    await page.getByText('"python=3.11"').waitFor();
    await show('notes.md');
    await page.getByRole('heading', { name: 'A report' }).waitFor();
    await show('analysis.ipynb');
    await page.getByRole('heading', { name: 'Analysis', exact: true }).waitFor();
    await page.getByText('division by zero').waitFor();
    await show('data/tone.wav');
    await page.getByLabel('data/tone.wav').waitFor();
    await show('plot.png');
    const image = page.getByRole('img', { name: 'plot.png' });
    await image.waitFor();
    assert.equal(
      await image.evaluate((element: Answer) => element.decode().then(() => element.naturalWidth)),
      8,
    );
    const paper = page.waitForResponse(/view\/.*paper\.pdf/);
    await show('paper.pdf');
    assert.equal((await paper).headers()['content-type'], 'application/pdf');
    await show('model.bin');
    await page.getByText('There is no preview for this kind of file').waitFor();
  });

  it('keeps pages among the artifacts away from itself and from the server', async () => {
    await show('report/index.html');
    const report = page.frameLocator('iframe');
    await report.getByText('page kept away, server kept away').waitFor();
    assert.equal(
      await report
        .getByRole('heading')
        .evaluate((heading: Answer) => heading.ownerDocument.defaultView.getComputedStyle(heading).color),
      'rgb(1, 2, 3)',
    );
    problems.length = 0;
  });

  it('searches the log that a run left', async () => {
    await open('?tab=log');
    await page.getByText('step 0', { exact: true }).waitFor();
    await page.getByLabel('Search the log').fill('STEP 29');
    await page.getByText('1 of 111 lines').waitFor();
    await page.getByLabel('Search the log').press('Shift+Enter');
    await page.getByText('step 2999', { exact: false }).first().waitFor();
    await page.getByText('111 of 111 lines').waitFor();
  });

  it('downloads a folder as a zip', async () => {
    await open('?tab=artifacts');
    await page.getByRole('link', { name: 'Download all as a zip' }).waitFor();
    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Download data as a zip' }).click();
    const file = await (await download).path();
    assert.equal(readFileSync(file).subarray(0, 2).toString(), 'PK');
  });

  it('follows what a command prints, and says how to run it again', async () => {
    const child = orrery.spawn(
      'exec',
      '--experiment',
      'commands',
      '--run-name',
      'talk',
      '--',
      'sh',
      '-c',
      "echo begun; read line; printf '\\033[32mdone\\033[0m'",
    );
    child.stdin?.end();
    const found = async () => {
      const { experiment } = (await (
        await fetch(`${orrery.url}/api/2.0/mlflow/experiments/get-by-name?experiment_name=commands`)
      ).json()) as Answer;
      return experiment
        ? (await post('runs/search', { experiment_ids: [experiment.experiment_id] })).runs?.[0]
        : null;
    };
    let run = await found();
    for (let tries = 0; !run && tries < 100; tries += 1) {
      await page.waitForTimeout(100);
      run = await found();
    }
    await page.goto(`${orrery.url}/experiments/${run.info.experiment_id}/runs/${run.info.run_id}?tab=log`);
    await page.getByText('done', { exact: true }).waitFor();
    await page.getByText('Finished').first().waitFor();
    await page.getByRole('tab', { name: 'Overview' }).click();
    await page.getByText(/orrery exec --experiment commands -- sh -c '/).waitFor();
  });

  it('shows a log that grows by thousands of lines at once, by one stream and no polls', async () => {
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    const folder = join(orrery.store, 'jobs', 'loud');
    mkdirSync(folder, { recursive: true });
    const print = (text: string) => appendFileSync(join(folder, 'container.log'), text);
    print('begun\n');
    const { run } = await post('runs/create', {
      experiment_id: '0',
      run_name: 'loud',
      start_time: START,
      tags: [{ key: 'orrery.folder', value: folder }],
    });
    await open('?tab=log', run.info.run_id);
    await page.getByText('begun', { exact: true }).waitFor();
    for (let line = 1; line <= 200_000; line += 1000)
      print(Array.from({ length: 1000 }, (_, index) => `said ${line + index}\n`).join(''));
    await page.getByText('said 200000', { exact: true }).waitFor();
    await page.getByRole('status').getByText('200,001 lines').waitFor();
    print('all said\n');
    await post('runs/update', { run_id: run.info.run_id, status: 'FINISHED', end_time: START + 1000 });
    await page.getByText('all said', { exact: true }).waitFor();
    await page.getByText('Finished').first().waitFor();
    assert.deepEqual(
      asked.filter((url) => url.includes('/log')).map((url) => url.replace(/^.*(?=\/log)/, '')),
      ['/log/stream?file=container.log&from=-524288'],
    );
  });

  it('leads to a comparison with the run before', async () => {
    await open();
    await page.getByRole('link', { name: /Compare with the run before/ }).click();
    await page.getByRole('heading', { name: 'Compare 2 runs' }).waitFor();
    await page.getByRole('link', { name: 'the one before' }).waitFor();
  });

  it('says what to do where there is nothing, and what went wrong', async () => {
    const empty = await make('nothing', 0);
    await open('?tab=charts', empty);
    await page.getByText('This run has logged no metrics').waitFor();
    await open('?tab=artifacts', empty);
    await page.getByText('This run has no artifacts').waitFor();
    await open('?tab=log', empty);
    await page.getByText('This run has no log').waitFor();
    await open('', 'nobody');
    await page
      .getByRole('alert')
      .getByText(/nobody/)
      .waitFor();
    problems.length = 0;
  });

  it('fits a narrow window, and axe finds nothing, light and dark', async () => {
    const tabs = [
      '',
      '?tab=charts',
      '?tab=system',
      '?tab=log',
      '?tab=artifacts&path=data%2Ftable.csv',
      '?tab=artifacts&path=config.json',
      '?tab=artifacts&path=analysis.ipynb',
    ];
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      for (const tab of tabs) {
        await page.setViewportSize({ width: 1280, height: 860 });
        await open(tab);
        await page.getByRole('heading', { level: 1 }).waitFor();
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
