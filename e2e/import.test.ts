import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { removeFolder, startMlflow, type TestServer } from '../packages/server/test/servers.ts';
import { oraclePython } from '../scripts/oracle.ts';
import { finished, Orrery } from './orrery.ts';

interface Told {
  experiments: Record<
    string,
    { info: unknown[]; runs: Record<string, { history: Record<string, unknown[]> }> }
  >;
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
    await orrery.run('up');
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
    await orrery.run('up');
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
    await orrery.run('up');
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
