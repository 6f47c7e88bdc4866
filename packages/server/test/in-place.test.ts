import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { TrackingClient } from '@orrery/client';
import { removeFolder, startMlflow, startOrrery, type TestServer } from './servers.ts';

describe('a database that mlflow server made', () => {
  let orrery: TestServer;
  let runId: string;

  before(async () => {
    const mlflow = await startMlflow();
    const client = new TrackingClient(mlflow.url);
    const experimentId = await client.getOrCreateExperiment('made by MLflow');
    const run = await client.createRun({
      experimentId,
      runName: 'theirs',
      userId: 'ada',
      startTime: 5,
      tags: [],
    });
    runId = run.info.runId;
    const metrics = [1, 2, 3].map((step) => ({ key: 'loss', value: 1 / step, timestamp: step, step }));
    await client.logBatch(runId, { metrics, params: [{ key: 'lr', value: '0.1' }] });
    await mlflow.stop();
    orrery = await startOrrery({ folder: mlflow.folder });
  });
  after(async () => {
    await orrery.stop();
    removeFolder(orrery.folder);
  });

  it('opens in place, and is written to', async () => {
    const client = new TrackingClient(orrery.url);
    const run = await client.getRun(runId);
    assert.equal(run.info.runName, 'theirs');
    assert.deepEqual(run.params, [{ key: 'lr', value: '0.1' }]);
    await client.logBatch(runId, { metrics: [{ key: 'loss', value: 0.1, timestamp: 4, step: 4 }] });
    const history = await client.getMetricHistory(runId, 'loss');
    assert.deepEqual(
      history.map(({ step }) => step),
      [1, 2, 3, 4],
    );
  });

  it('stays one that mlflow server opens', async () => {
    await orrery.stop();
    const mlflow = await startMlflow({ folder: orrery.folder });
    const run = await new TrackingClient(mlflow.url).getRun(runId);
    await mlflow.stop();
    orrery = await startOrrery({ folder: orrery.folder });
    assert.equal(run.metrics.find(({ key }) => key === 'loss')?.value, 0.1);
  });
});
