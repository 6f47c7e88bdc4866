import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { removeFolder, startMlflow, type TestServer } from '../packages/server/test/servers.ts';
import { oraclePython } from '../scripts/oracle.ts';
import { finished, Orrery } from './orrery.ts';

interface ToldRun {
  /** Name, user, status, times, stage. */
  info: unknown[];
  params: Record<string, string>;
  tags: Record<string, string>;
  /** Value, timestamp, step. */
  history: Record<string, [string, number, number][]>;
  /** Checksums by path. */
  files: Record<string, string>;
}

interface Told {
  experiments: Record<string, { info: unknown[]; runs: Record<string, ToldRun> }>;
  models: object;
  registry: object;
}

const env = { ...process.env, MLFLOW_ALLOW_FILE_STORE: 'true', PYTHONWARNINGS: 'ignore' };
const script = (name: string) => fileURLToPath(new URL(`import/${name}`, import.meta.url));

/** Runs one of the scripts over a tracking store. */
async function python(name: string, uri: string): Promise<string> {
  const options = { env, maxBuffer: 1 << 28 };
  return (await promisify(execFile)(oraclePython(), [script(name), uri], options)).stdout;
}

/** All that a tracking store records, as MLflow's client tells it. */
const told = async (uri: string) => JSON.parse(await python('tell.py', uri)) as Told;

describe('orrery import', () => {
  const folder = mkdtempSync(join(tmpdir(), 'orrery-import-'));
  const mlruns = join(folder, 'mlruns');
  let mlflow: TestServer;
  const started: Orrery[] = [];
  const newOrrery = async () => {
    const orrery = await Orrery.make();
    started.push(orrery);
    return orrery;
  };
  before(async () => {
    mlflow = await startMlflow();
    await Promise.all([python('make.py', mlflow.url), python('make.py', `file://${mlruns}`)]);
  });
  after(async () => {
    for (const orrery of started) await orrery.remove();
    await mlflow?.stop();
    removeFolder(mlflow?.folder);
    rmSync(folder, { recursive: true });
  });

  it('takes over all that an MLflow server records, while its own server runs, and again nothing', async () => {
    const orrery = await newOrrery();
    await orrery.up();
    const { code, output } = await orrery.run('import', 'mlflow', mlflow.url, '--deleted');
    assert.equal(code, 0, output);
    assert.match(output, /kept: 5 runs, 0 were here; 30008 points, 3 files/);
    const [here, was] = [await told(orrery.url), await told(mlflow.url)];
    const { Default, ...others } = was.experiments;
    assert.deepEqual(
      { ...here, experiments: { ...here.experiments, Default } },
      { ...was, experiments: { Default, ...others } },
    );
    assert.equal(
      Object.values(others.kept?.runs ?? {}).some(({ history }) => history.loss?.length === 30_000),
      true,
    );
    const again = await orrery.run('import', 'mlflow', mlflow.url, '--deleted');
    assert.match(
      again.output,
      /\n0 runs came, 6 were here; 0 points, 0 files \(0\.0 MB\), 0 logged models, 0 model versions/,
    );
    assert.deepEqual(await told(orrery.url), here);
  });

  it('goes on where it was killed', async () => {
    const orrery = await newOrrery();
    const child = orrery.spawn('import', 'mlflow', mlflow.url, '--deleted');
    const ended = finished(child);
    await new Promise((resolve) => child.stdout?.once('data', resolve));
    child.kill('SIGKILL');
    await ended;
    const { code, output } = await orrery.run('import', 'mlflow', mlflow.url, '--deleted');
    assert.equal(code, 0, output);
    await orrery.up();
    const [here, was] = [await told(orrery.url), await told(mlflow.url)];
    assert.deepEqual(
      [here.experiments.kept, here.models, here.registry],
      [was.experiments.kept, was.models, was.registry],
    );
  });

  it('takes over a folder of the file store, also one that was moved', async () => {
    const was = await told(`file://${mlruns}`);
    const moved = join(folder, 'moved');
    renameSync(mlruns, moved);
    const orrery = await newOrrery();
    const counted = await orrery.run('import', 'mlruns', moved, '--dry-run');
    assert.match(counted.output, /\n4 runs would come, 0 are here\./);
    const { code, output } = await orrery.run('import', 'mlruns', moved, '--deleted');
    assert.equal(code, 0, output);
    await orrery.up();
    const here = await told(orrery.url);
    assert.deepEqual(
      { ...here, experiments: { ...here.experiments, Default: null } },
      { ...was, experiments: { ...was.experiments, Default: null } },
    );
  });

  it('takes the experiments that are asked for, and says what is not there', async () => {
    const orrery = await newOrrery();
    const { code, output } = await orrery.run(
      'import',
      'mlflow',
      mlflow.url,
      '--experiment',
      'other',
      'no such',
    );
    assert.deepEqual(
      [code, /not imported: There is no experiment no such\./.test(output)],
      [1, true],
      output,
    );
    assert.match(output, /^other: 0 runs/);
    assert.doesNotMatch(output, /kept/);
  });

  it('says what is wrong with a source', async () => {
    const orrery = await newOrrery();
    const away = await orrery.run('import', 'mlflow', 'http://127.0.0.1:19');
    assert.match(away.output, /^orrery: http:\/\/127\.0\.0\.1:19: .*Once it answers, import again/);
    assert.deepEqual([away.code, (await orrery.run('import', 'mlruns', '/nowhere')).code], [1, 1]);
    const empty = await orrery.run('import', 'mlruns', folder);
    assert.match(empty.output, /holds no experiments: give the folder that MLflow wrote, usually mlruns/);
  });
});

describe('orrery import from other programs', () => {
  const folder = mkdtempSync(join(tmpdir(), 'orrery-import-'));
  let orrery: Orrery;
  let trackers: string;
  const write = (name: string, to: string) => promisify(execFile)(trackers, [script(name), to], { env });
  const experiment = async (name: string): Promise<Record<string, ToldRun>> => {
    const { runs = {} } = (await told(orrery.url)).experiments[name] ?? {};
    return Object.fromEntries(Object.values(runs).map((run) => [String(run.info[0]), run]));
  };
  before(async () => {
    trackers = execFileSync(fileURLToPath(new URL('../scripts/trackers', import.meta.url)), {
      encoding: 'utf8',
    }).trim();
    orrery = await Orrery.make();
    await orrery.up();
  });
  after(async () => {
    await orrery.remove();
    rmSync(folder, { recursive: true });
  });

  it('takes over event files of TensorBoard: scalars of both forms, hparams, texts and images, half a file', async () => {
    const logs = join(folder, 'logs');
    const { float32 } = JSON.parse((await write('events.py', logs)).stdout) as { float32: string[] };
    const { output } = await orrery.run('import', 'tensorboard', logs, '--experiment', 'boards');
    assert.match(output, /^boards: 4 runs, 0 were here; \d+ points, 2 files/);
    assert.match(
      output,
      /not imported: boards, run lr_0.1\/train: 1 values of the kind histogram were left out/,
    );
    const runs = await experiment('boards');
    assert.deepEqual(Object.keys(runs).sort(), ['crashed', 'lr_0.1/train', 'tf2', 'tuned/trial']);
    const { history = {}, files } = runs['lr_0.1/train'] ?? {};
    const largest = '1.7976931348623157e+308';
    const kept = float32.map((value) => value.replace(/^(-?)inf$/, `$1${largest}`));
    assert.deepEqual(
      new Set(history.loss),
      new Set([
        ...kept.map((value, step) => [value, 1_700_000_000_000 + step * 125, step]),
        ['7.0', 1_700_001_000_000, 100],
      ]),
    );
    assert.equal(history['long/acc']?.length, 25_000);
    assert.deepEqual(Object.keys(files ?? {}), ['images/sample/2.png', 'text/note/text_summary/3.md']);
    assert.deepEqual(runs['tuned/trial']?.params, { lr: '0.25', nesterov: 'true', optimizer: 'adam' });
    assert.deepEqual(
      new Set(runs.tf2?.history['epoch loss']?.map(([value]) => value)),
      new Set(['0.25', '0.1', '0.5', '-9.0']),
    );
    assert.ok((runs.crashed?.history['long/acc']?.length ?? 0) > 10_000);
    const again = await orrery.run('import', 'tensorboard', logs, '--experiment', 'boards');
    assert.match(again.output, /\n0 runs came, 4 were here; 0 points, 0 files/);
  });

  it('takes over runs that W&B recorded offline: config, history, summary, system metrics, files, the end', async () => {
    await write('offline.py', folder);
    const { output } = await orrery.run('import', 'wandb', join(folder, 'wandb'));
    assert.match(output, /^vision: 2 runs, 0 were here/);
    assert.match(
      output,
      /not imported: vision, run first try: text is no number in 1 records of its history/,
    );
    const { failed, 'first try': first } = await experiment('vision');
    assert.deepEqual([failed?.info[2], first?.info[2]], ['FAILED', 'FINISHED']);
    assert.deepEqual(first?.params, {
      lr: '0.1',
      layers: '[1,2]',
      'optimizer.name': 'adam',
      'optimizer.beta': '0.9',
      none: 'null',
    });
    assert.equal(first?.tags['mlflow.note.content'], 'Some *notes*.');
    assert.deepEqual([first?.tags['wandb.group'], first?.tags['wandb.tags']], ['ablation', 'baseline, gpu']);
    const { loss, odd, best, 'val/acc': acc, 'nested.a': nested, ...others } = first?.history ?? {};
    assert.deepEqual([loss?.length, acc?.length, nested?.length], [12_000, 120, 120]);
    const [value, , step] = loss?.find(([, , at]) => at === 3) ?? [];
    assert.deepEqual([value, step], ['0.25', 3]);
    assert.deepEqual(
      new Set(odd?.map(([number]) => number)),
      new Set(['nan', '1.7976931348623157e+308', '-1.7976931348623157e+308']),
    );
    assert.equal(best?.[0]?.[0], '0.75');
    assert.deepEqual(
      Object.keys(others)
        .filter((key) => !key.startsWith('system/'))
        .sort(),
      ['epoch', 'flag'],
    );
    assert.ok(Object.keys(others).some((key) => key.startsWith('system/')));
    const files = Object.keys(first?.files ?? {});
    for (const name of ['output.log', 'weights.bin']) assert.ok(files.includes(name), name);
  });

  it('takes over tables and charts that the pages of W&B exported', async () => {
    const exports = join(folder, 'exports');
    mkdirSync(exports);
    writeFileSync(
      join(exports, 'table.csv'),
      `"Name","State","Notes","User","Tags","Created","Runtime","Sweep","lr","model.name","loss","best"
"calm-sea-1","finished","a ""quoted""
note","ada","baseline","2024-03-01T10:00:00.000Z","90","","0.1","mlp","0.25","0.75"
"odd-sky-2","crashed","","ada","","2024-03-02T10:00:00.000Z","5","","0.01","cnn","NaN",""
"twin","finished","","ada","","2024-03-03T10:00:00.000Z","5","","1","cnn","1",""
"twin","failed","","ada","","2024-03-04T10:00:00.000Z","5","","2","cnn","2",""
`,
    );
    writeFileSync(
      join(exports, 'chart.csv'),
      `"Step","calm-sea-1 - loss","calm-sea-1 - loss__MIN","calm-sea-1 - loss__MAX","twin - loss","alone - loss"
"0","1","1","1","5",""
"10","0.25","0.25","0.25","6","3"
`,
    );
    const args = ['import', 'wandb', exports, '--experiment', 'exported', '--params', 'lr'];
    const { code, output } = await orrery.run(...args);
    assert.equal(code, 1);
    assert.match(output, /^exported: 5 runs, 0 were here/);
    assert.match(output, /chart\.csv: column twin - loss: two runs of the table are called twin/);
    const { 'calm-sea-1': calm, 'odd-sky-2': odd, alone, twin } = await experiment('exported');
    assert.ok(twin);
    assert.deepEqual(calm?.params, { lr: '0.1', 'model.name': 'mlp' });
    assert.equal(calm?.tags['mlflow.note.content'], 'a "quoted"\nnote');
    const points = (history: [string, unknown, number][] = []) =>
      history.map(([value, , step]) => [value, step] as const).sort(([, a], [, b]) => a - b);
    assert.deepEqual(points(calm?.history.loss), [
      ['1.0', 0],
      ['0.25', 10],
    ]);
    assert.deepEqual(points(calm?.history.best), [['0.75', 0]]);
    assert.deepEqual([calm?.info[2], odd?.info[2]], ['FINISHED', 'KILLED']);
    assert.equal(points(odd?.history.loss)[0]?.[0], 'nan');
    assert.deepEqual(points(alone?.history.loss), [['3.0', 10]]);
    const again = await orrery.run(...args);
    assert.match(again.output, /^exported: 0 runs, 5 were here/);
  });

  it('says where it looked in vain', async () => {
    const none = join(folder, 'none');
    mkdirSync(none);
    for (const source of ['tensorboard', 'wandb']) {
      const { code, output } = await orrery.run('import', source, none);
      assert.equal(code, 1);
      assert.match(output, /none holds no (event files|run-\*\.wandb)/);
    }
  });
});
