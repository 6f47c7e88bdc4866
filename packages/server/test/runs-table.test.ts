import assert from 'node:assert/strict';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, before, describe, it } from 'node:test';
import { type PostgresServer, startPostgres } from '../../../scripts/postgres.ts';
import { removeFolder, startOrrery, type TestServer } from './servers.ts';

const LOSSES = [0.5, 0.1, Number.NaN, 0.3, undefined, 0.2];

interface Aggregate {
  count: number;
  mean: number;
  deviation: number;
  min: number;
  max: number;
}
interface Line {
  kind: 'run' | 'group';
  id: string;
  depth: number;
  children: number;
  value?: string;
  aggregates?: Record<string, Aggregate>;
}
interface Answer {
  matching: number;
  total: number;
  columns: string[];
  primary: string;
  lines: Line[];
  runs: {
    run_id: string;
    run_name: string;
    dataset?: string;
    metrics: Record<string, number | string>;
  }[];
  run_ids: string[];
  keys: { kind: string; key: string; runs: number }[];
  values: { value: string; runs: number }[];
  best: Record<string, { runs: number; min: { run_name: string }; max: { value: number } }>;
  points: { x: number; y: number; run_name: string }[];
  categories: string[] | null;
  importances: { param: string; importance: number }[];
  changed: string[];
  failed: { run_id: string; message: string }[];
  previous: Record<string, string | null>;
  message: string;
  position: number;
  run: { info: { run_id: string } };
  experiment_id: string;
}

for (const dialect of ['sqlite', 'postgres'] as const) {
  describe(`the runs table over HTTP, on ${dialect}`, () => {
    let postgres: PostgresServer | undefined;
    let orrery: TestServer;
    let experiment: string;
    const ids: string[] = [];

    const send = async (method: string, path: string, body?: object) => {
      const answer = await fetch(orrery.url + path, {
        method,
        headers: { 'content-type': 'application/json' },
        ...(body && { body: JSON.stringify(body) }),
      });
      return { status: answer.status, body: (await answer.json()) as Answer };
    };
    const mlflow = async (call: string, body: object) =>
      (await send('POST', `/api/2.0/mlflow/${call}`, body)).body;
    const table = async (route: string, body: object = {}) => {
      return (await send('POST', `/api/tracking/experiments/${experiment}/${route}`, body)).body;
    };
    const names = ({ lines, runs }: Answer) =>
      lines.map(({ id }) => runs.find(({ run_id }) => run_id === id)?.run_name);

    before(async () => {
      if (dialect === 'postgres') postgres = await startPostgres('fsync=off');
      orrery = await startOrrery({ database: postgres?.database() });
      experiment = (await mlflow('experiments/create', { name: 'table' })).experiment_id;
      for (const [index, loss] of LOSSES.entries()) {
        const tags = [{ key: 'team', value: index % 2 ? 'odd' : 'even' }];
        if (index === 3 || index === 5) tags.push({ key: 'mlflow.parentRunId', value: ids[0] as string });
        const { run } = await mlflow('runs/create', {
          experiment_id: experiment,
          run_name: `run-${index}`,
          start_time: 1000 + index,
          tags,
        });
        ids.push(run.info.run_id);
        await mlflow('runs/log-batch', {
          run_id: run.info.run_id,
          params: [
            { key: 'depth', value: String(index * 5) },
            { key: 'seed', value: '1' },
          ],
          metrics:
            loss === undefined
              ? []
              : [{ key: 'val_loss', value: Number.isNaN(loss) ? 'NaN' : loss, timestamp: 1, step: 0 }],
        });
      }
    });
    after(async () => {
      await orrery?.stop();
      postgres?.stop();
      if (orrery) removeFolder(orrery.folder);
    });

    it('shows what varies at first, and children below their parent where it is open', async () => {
      const first = await table('rows');
      assert.deepEqual(first.columns, [
        'attributes.status',
        'metrics.val_loss',
        'params.depth',
        'attributes.duration',
        'attributes.start_time',
      ]);
      assert.equal(first.primary, 'val_loss');
      assert.deepEqual(names(first), ['run-4', 'run-2', 'run-1', 'run-0']);
      assert.equal(first.lines[3]?.children, 2);
      const opened = await table('rows', { open: [ids[0]], order: ['params.depth'] });
      assert.deepEqual(names(opened), ['run-0', 'run-3', 'run-5', 'run-1', 'run-2', 'run-4']);
      assert.deepEqual(
        opened.lines.map(({ depth }) => depth),
        [0, 1, 1, 0, 0, 0],
      );
      assert.equal(opened.runs.find(({ run_name }) => run_name === 'run-2')?.metrics.val_loss, 'NaN');
    });

    it('knows the data sets that runs logged, also one that is logged meanwhile', async () => {
      const log = (run_id: string | undefined, name: string) => {
        const dataset = { name, digest: name, source_type: 'local', source: '/' };
        return mlflow('runs/log-inputs', { run_id, datasets: [{ dataset, tags: [] }] });
      };
      await log(ids[1], 'wine');
      await log(ids[2], 'digits');
      const asked = { nested: false, columns: ['attributes.dataset'], order: ['attributes.dataset'] };
      const before = await table('rows', asked);
      assert.deepEqual(names(before).slice(0, 2), ['run-2', 'run-1']);
      await log(ids[1], 'digits');
      await log(ids[4], 'digits');
      const groups = await table('rows', { ...asked, group: ['attributes.dataset'], order: [] });
      assert.deepEqual(
        groups.lines.map(({ value, children }) => [value, children]).sort(),
        [
          ['digits', 2],
          ['digits, wine', 1],
          [null, 3],
        ].sort(),
      );
      const shown = await table('rows', { ...asked, filter: "dataset.name = 'wine'" });
      assert.deepEqual(
        shown.runs.map(({ run_name, dataset }) => [run_name, dataset]),
        [['run-1', 'digits, wine']],
      );
    });

    it('pins runs of the experiment, and of no other', async () => {
      const { run } = await mlflow('runs/create', { experiment_id: '0', run_name: 'elsewhere' });
      const body = { pinned: [ids[0], run.info.run_id, 'none'], filter: "tags.team = 'odd'", columns: [] };
      const answer = await table('rows', { ...body, nested: false, limit: 1 });
      assert.deepEqual(answer.runs.map(({ run_name }) => run_name).sort(), ['run-0', 'run-5']);
    });

    it('sorts by several columns, figures as figures, and what has no value last either way', async () => {
      const flat = { nested: false, columns: ['metrics.val_loss'] };
      const up = await table('rows', { ...flat, order: ['metrics.val_loss'] });
      assert.deepEqual(names(up), ['run-1', 'run-5', 'run-3', 'run-0', 'run-4', 'run-2']);
      const down = await table('rows', { ...flat, order: ['tags.team', '-params.depth'] });
      assert.deepEqual(names(down), ['run-4', 'run-2', 'run-0', 'run-5', 'run-3', 'run-1']);
      const piece = await table('rows', { ...flat, order: ['metrics.val_loss'], offset: 1, limit: 2 });
      assert.deepEqual([names(piece), piece.total], [['run-5', 'run-3'], 6]);
    });

    it('filters in the language of MLflow, and says where an error is', async () => {
      const found = await table('rows', { filter: "metrics.val_loss < 0.4 and tags.team = 'odd'" });
      assert.deepEqual(names(found), ['run-5', 'run-3', 'run-1']);
      const wrong = await table('rows', { filter: 'metrics.val_loss >< 3' });
      assert.equal(wrong.position, 17);
      assert.match((await table('rows', { columns: ['lr'] })).message, /'lr' is no column/);
      const { status } = await send('POST', '/api/tracking/experiments/987/rows', {});
      assert.equal(status, 404);
    });

    it('groups, with the mean, the deviation and the ends of each column', async () => {
      const groups = await table('rows', {
        group: ['tags.team'],
        columns: ['metrics.val_loss'],
        order: ['-metrics.val_loss'],
      });
      assert.deepEqual(
        groups.lines.map(({ value, children }) => [value, children]),
        [
          ['even', 3],
          ['odd', 3],
        ],
      );
      const odd = groups.lines[1]?.aggregates?.['metrics.val_loss'] as Aggregate;
      assert.deepEqual([odd.count, odd.min, odd.max], [3, 0.1, 0.3]);
      assert.ok(Math.abs(odd.mean - 0.2) < 1e-12 && Math.abs(odd.deviation - 0.1) < 1e-12);
      const open = await table('rows', { group: ['tags.team'], open: [groups.lines[1]?.id], columns: [] });
      assert.deepEqual(names(open), [undefined, undefined, 'run-5', 'run-3', 'run-1']);
    });

    it('names the keys, the values and the best, and thins points without losing the ends', async () => {
      const { keys } = (await send('GET', `/api/tracking/experiments/${experiment}/keys`)).body;
      assert.deepEqual(
        keys.filter(({ kind }) => kind !== 'tags'),
        [
          { kind: 'metrics', key: 'val_loss', runs: 5 },
          { kind: 'params', key: 'depth', runs: 6 },
          { kind: 'params', key: 'seed', runs: 6 },
        ],
      );
      const path = `/api/tracking/experiments/${experiment}/values?column=tags.team`;
      assert.deepEqual((await send('GET', path)).body.values, [
        { value: 'even', runs: 3 },
        { value: 'odd', runs: 3 },
      ]);
      const { best } = await table('best', { metrics: ['val_loss', 'none'] });
      assert.deepEqual(
        [best.val_loss?.runs, best.val_loss?.min.run_name, best.val_loss?.max.value, best.none],
        [4, 'run-1', 0.5, undefined],
      );
      const { points } = await table('points', { x: 'params.depth', y: 'metrics.val_loss' });
      assert.deepEqual(
        points.map(({ x, y }) => [x, y]),
        [
          [0, 0.5],
          [5, 0.1],
          [15, 0.3],
          [25, 0.2],
        ],
      );
    });

    it('draws over texts too, and says which params matter', async () => {
      const other = (await mlflow('experiments/create', { name: 'matters' })).experiment_id;
      for (let index = 0; index < 24; index++) {
        const { run } = await mlflow('runs/create', { experiment_id: other, start_time: index });
        const { run_id } = run.info;
        const kind = index % 2 ? 'steep' : 'slow';
        const score = (kind === 'steep' ? 10 : 0) + ((index * 7) % 5) / 10;
        await mlflow('runs/log-batch', {
          run_id,
          params: [
            { key: 'kind', value: kind },
            { key: 'size', value: String((index * 5) % 24) },
          ],
          metrics: [{ key: 'score', value: score, timestamp: 1, step: 0 }],
        });
        await mlflow('runs/update', { run_id, status: 'FINISHED', end_time: index + 1 });
      }
      const route = `/api/tracking/experiments/${other}`;
      const drawn = (await send('POST', `${route}/points`, { x: 'params.kind', y: 'metrics.score' })).body;
      assert.deepEqual(drawn.categories, ['slow', 'steep']);
      for (const { x, y } of drawn.points) assert.equal(x, y >= 10 ? 1 : 0);
      const path = `${route}/importance?metric=score&direction=maximize`;
      const { importances } = (await send('GET', path)).body;
      assert.equal(importances[0]?.param, 'kind');
      assert.ok(Math.abs(importances.reduce((sum, { importance }) => sum + importance, 0) - 1) < 1e-9);
    });

    it('is as new as the last write, of this server and of others', async () => {
      const value = async () => (await table('rows', { columns: ['metrics.val_loss'] })).runs[0]?.metrics;
      await table('rows', { order: ['metrics.val_loss'] });
      await mlflow('runs/log-metric', {
        run_id: ids[4],
        key: 'val_loss',
        value: 0.05,
        timestamp: 1,
        step: 1,
      });
      assert.deepEqual(await value(), { val_loss: 0.05 });
      const sorted = await table('rows', { order: ['metrics.val_loss'], nested: false });
      assert.equal(names(sorted)[0], 'run-4');
      if (dialect === 'postgres') return;
      const other = new DatabaseSync(join(orrery.folder, 'mlflow.db'));
      other
        .prepare('UPDATE latest_metrics SET value = 0.9 WHERE run_uuid = ? AND key = ?')
        .run(ids[4] as string, 'val_loss');
      other.close();
      assert.equal(names(await table('rows', { order: ['-metrics.val_loss'], nested: false }))[0], 'run-4');
    });

    it('tags, deletes and restores many at once, and is a file', async () => {
      const run_ids = [ids[0], ids[1], 'f'.repeat(32)];
      const tagged = (await send('POST', '/api/tracking/runs/tag', { run_ids, key: 'team', value: 'odd' }))
        .body;
      assert.deepEqual(tagged.changed, [ids[0]]);
      assert.deepEqual([tagged.previous[ids[0] as string], tagged.failed.length], ['even', 1]);
      const gone = (await send('POST', '/api/tracking/runs/delete', { run_ids })).body;
      assert.deepEqual(gone.changed.sort(), [ids[0], ids[1]].sort());
      assert.match(gone.failed[0]?.message ?? '', /not found/);
      assert.equal((await table('ids')).run_ids.length, 4);
      assert.equal((await table('ids', { view: 'DELETED_ONLY' })).run_ids.length, 2);
      await send('POST', '/api/tracking/runs/restore', { run_ids: run_ids.slice(0, 2) });
      const all = await table('ids', { order: ['params.depth'] });
      assert.deepEqual(all.run_ids, ids);
      const csv = await fetch(
        `${orrery.url}/api/tracking/experiments/${experiment}/runs.csv?order=params.depth&columns=params.depth%0Ametrics.val_loss`,
      );
      const lines = (await csv.text()).split('\r\n');
      assert.equal(
        lines[0],
        'run_id,run_name,status,user,start_time,end_time,duration,params.depth,metrics.val_loss',
      );
      assert.equal(lines[2], `${ids[1]},run-1,RUNNING,,1970-01-01T00:00:01.001Z,,,5,0.1`);
      const { keys } = (await send('GET', `/api/tracking/experiments/${experiment}/keys`)).body;
      const names = keys.map(({ kind, key }) => `${kind}.${key}`);
      const path = `${orrery.url}/api/tracking/experiments/${experiment}/runs.csv`;
      const whole = await (await fetch(path)).text();
      assert.match(whole, /NaN/);
      assert.equal(
        whole,
        await (await fetch(`${path}?columns=${encodeURIComponent(names.join('\n'))}`)).text(),
      );
    });
  });
}
