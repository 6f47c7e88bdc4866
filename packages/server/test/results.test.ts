import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type PostgresServer, startPostgres } from '../../../scripts/postgres.ts';
import { removeFolder, startOrrery, type TestServer } from './servers.ts';

const DOUBLE_MAX = 1.7976931348623157e308;

interface Group {
  dataset: string;
  model: string;
  searched: boolean;
  runs: number;
  broken: number;
  mean: number;
  deviation: number | null;
  value: number;
  best: { run_name: string; params: Record<string, string>; metrics: Record<string, number> };
}

interface Made {
  name: string;
  dataset?: string;
  model?: string;
  kind?: string;
  parent?: string;
  lr?: string;
  score?: number | string;
  status?: string;
}

for (const dialect of ['sqlite', 'postgres'] as const) {
  describe(`results of an experiment, on ${dialect}`, () => {
    let postgres: PostgresServer | undefined;
    let server: TestServer;
    let experiment = '';
    const post = async <T>(path: string, body: object): Promise<T> => {
      const answer = await fetch(`${server.url}/api/2.0/mlflow/${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      assert.ok(answer.ok, await answer.clone().text());
      return (await answer.json()) as T;
    };
    const make = async ({ name, dataset, model, kind = 'job', parent, lr, score, status }: Made) => {
      const told = { 'orrery.dataset': dataset, 'orrery.model': model, 'orrery.kind': kind };
      const tags = Object.entries({ ...told, 'mlflow.parentRunId': parent })
        .filter(([, value]) => value !== undefined)
        .map(([key, value]) => ({ key, value }));
      const body = { experiment_id: experiment, run_name: name, start_time: 1, tags };
      const { run } = await post<{ run: { info: { run_id: string } } }>('runs/create', body);
      const { run_id } = run.info;
      await post('runs/log-batch', {
        run_id,
        metrics: score === undefined ? [] : [{ key: 'score', value: score, timestamp: 1, step: 0 }],
        params: lr === undefined ? [] : [{ key: 'lr', value: lr }],
      });
      await post('runs/update', { run_id, status: status ?? 'FINISHED' });
      return run_id;
    };
    const results = async (direction: string, metric = 'score') => {
      const route = `/api/tracking/experiments/${experiment}/results`;
      const answer = await fetch(`${server.url}${route}?${new URLSearchParams({ metric, direction })}`);
      assert.equal(answer.status, 200, await answer.clone().text());
      return (await answer.json()) as { metrics: string[]; params: string[]; groups: Group[] };
    };
    const shown = ({ groups }: { groups: Group[] }) =>
      groups
        .map(({ dataset, model, searched, runs, broken, best }) =>
          [dataset, searched ? `${model} searched` : model, runs, broken, best.run_name].join(' '),
        )
        .sort();

    before(async () => {
      postgres = dialect === 'postgres' ? await startPostgres('fsync=off') : undefined;
      server = await startOrrery({ database: postgres?.database() });
      experiment = (await post<{ experiment_id: string }>('experiments/create', { name: 'results' }))
        .experiment_id;
      const wine = { dataset: 'wine', model: 'mlp' };
      await make({ ...wine, name: 'a', score: 0.5, lr: '0.1' });
      await make({ ...wine, name: 'b', score: 0.7, lr: '0.2' });
      await make({ ...wine, name: 'diverged', score: 'NaN' });
      await make({ ...wine, name: 'failed', score: 0.9, status: 'FAILED' });
      await make({ ...wine, name: 'without' });
      await make({ ...wine, dataset: 'digits', name: 'c', score: DOUBLE_MAX });
      await make({ name: 'of no job', score: 1 });
      const sweep = await make({ ...wine, kind: 'sweep', name: 'sweep', score: 0.8 });
      for (const [name, score, lr] of [
        ['t1', 0.6, '1'],
        ['t2', 0.8, '2'],
        ['t3', 'NaN', '3'],
      ] as const)
        await make({ ...wine, kind: 'trial', parent: sweep, name, score, lr, status: 'KILLED' });
      const gone = await make({ ...wine, name: 'deleted', score: 5 });
      await post('runs/delete', { run_id: gone });
    });
    after(async () => {
      await server.stop();
      postgres?.stop();
      removeFolder(server.folder);
    });

    it('are summed up by dataset and model, with the best run or the best trial of a search', async () => {
      const most = await results('maximize');
      assert.deepEqual(shown(most), ['digits mlp 1 0 c', 'wine mlp 2 1 b', 'wine mlp searched 1 0 t2']);
      const mlp = most.groups.find(({ dataset, searched }) => dataset === 'wine' && !searched);
      assert.ok(Math.abs((mlp?.mean ?? 0) - 0.6) < 1e-12);
      assert.ok(Math.abs((mlp?.deviation ?? 0) - Math.sqrt(0.02)) < 1e-12);
      assert.equal(mlp?.value, 0.7);
      assert.deepEqual([mlp?.best.params, mlp?.best.metrics], [{ lr: '0.2' }, { score: 0.7 }]);
      assert.deepEqual([most.metrics, most.params], [['score'], ['lr']]);
      const least = await results('minimize');
      assert.deepEqual(shown(least), ['digits mlp 1 0 c', 'wine mlp 2 1 a', 'wine mlp searched 1 0 t1']);
    });

    it('are none of a metric that nobody logged', async () => {
      assert.deepEqual((await results('maximize', 'other')).groups, []);
    });
  });
}
