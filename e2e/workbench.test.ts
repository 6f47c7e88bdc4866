import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { finished, Orrery } from './orrery.ts';

interface Job {
  key: string;
  name: string;
  status: string;
  reason: string | null;
  run_id: string | null;
  attempt: number;
  step: number;
}
interface Orchestration {
  id: string;
  status: string;
  reason: string | null;
  via: string;
  pid: number | null;
  jobs: Job[];
}

interface Piece {
  text: string;
  from: number;
  to: number;
  complete: boolean;
}

describe('the workbench by its API', () => {
  let orrery: Orrery;
  const api = (path: string) => `http://localhost:${orrery.ports[2]}/api/workbench/${path}`;
  const get = async <T>(path: string): Promise<T> => (await (await fetch(api(path))).json()) as T;
  const post = (path: string, body: object, headers: Record<string, string> = {}) =>
    fetch(api(path), {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
  const start = async (manifest: string): Promise<Orchestration> => {
    const answer = await post('orchestrations', { manifest });
    assert.equal(answer.status, 201, await answer.clone().text());
    return (await answer.json()) as Orchestration;
  };
  const until = async (id: string, holds: (state: Orchestration) => boolean): Promise<Orchestration> => {
    for (let tries = 0; ; tries++) {
      const state = await get<Orchestration>(`orchestrations/${id}`);
      if (holds(state)) return state;
      assert.ok(tries < 600, JSON.stringify(state));
      await sleep(100);
    }
  };
  const ended = ({ status }: Orchestration) => status !== 'RUNNING' && status !== 'QUEUED';
  const running = (key: string) => (state: Orchestration) =>
    state.jobs.some((job) => job.key === key && job.status === 'RUNNING' && job.run_id !== null);
  const manifest = (experiment: string, ...jobs: string[]) =>
    `globals: { experiment_name: ${experiment}, metrics: { primary: score, direction: maximize } }\njobs:\n${jobs
      .map((job) => `  - { dataset_slug: tiny, ${job} }\n`)
      .join('')}`;
  const LONG = 'model_name: quick, model_params: { epochs: 600, delay: 0.1 }';

  before(async () => {
    orrery = await Orrery.make();
    await orrery.run('catalog', 'link', orrery.fixture('catalog'));
    await orrery.up();
  });
  after(() => orrery.remove());

  it('shows the catalog, and which of it goes together', async () => {
    const { datasets, models, matrix } = await get<{
      datasets: { slug: string }[];
      models: { slug: string; schema: { properties: object } }[];
      matrix: { dataset: string; model: string; state: string }[];
    }>('catalog');
    assert.deepEqual(
      datasets.map(({ slug }) => slug),
      ['tiny'],
    );
    assert.ok('epochs' in (models.find(({ slug }) => slug === 'quick')?.schema.properties ?? {}));
    assert.ok(matrix.every(({ state }) => state === 'compatible'));
  });

  it('tells all that is wrong with a manifest, and starts none of it', async () => {
    const wrong = manifest('wrong', 'model_name: quik', 'model_name: quick, model_params: { epoch: 3 }');
    const { problems, plan } = (await (await post('manifests/check', { manifest: wrong })).json()) as {
      problems: { line: number; message: string }[];
      plan: unknown;
    };
    assert.equal(plan, null);
    assert.deepEqual(
      problems.map(({ line }) => line),
      [3, 4],
    );
    assert.match(problems[1]?.message ?? '', /unknown name 'epoch'. Did you mean 'epochs'/);
    const answer = await post('orchestrations', { manifest: wrong });
    assert.equal(answer.status, 400);
    assert.equal(((await answer.json()) as { problems: object[] }).problems.length, 2);
    assert.deepEqual((await get<{ orchestrations: [] }>('orchestrations')).orchestrations, []);
  });

  it('starts a manifest in a process of its own, and tells what happens in it', async () => {
    const { id, via } = await start(manifest('api', 'model_name: quick', 'model_name: failing'));
    assert.equal(via, 'api');
    const answer = await fetch(api(`orchestrations/${id}/events`));
    const seen: string[] = [];
    let text = '';
    for await (const chunk of answer.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      text += chunk;
      if (/"kind":"status","status":"FAILED"/.test(text)) break;
    }
    for (const [, event] of text.matchAll(/^event: (\w+)$/gm)) seen.push(event as string);
    assert.equal(seen[0], 'state');
    assert.ok(seen.includes('job') && seen.includes('line') && seen.includes('status'));
    const state = await until(id, ended);
    assert.deepEqual(
      state.jobs.map(({ name, status }) => [name, status]),
      [
        ['tiny/quick', 'FINISHED'],
        ['tiny/failing', 'FAILED'],
      ],
    );
    const log = await get<{ text: string; complete: boolean }>(`runs/${state.jobs[0]?.run_id}/log`);
    assert.match(log.text, /epoch 0\nepoch 1\n/);
    assert.equal(log.complete, true);
    const tail = await get<{ text: string }>(`runs/${state.jobs[0]?.run_id}/log?from=-8`);
    assert.equal(tail.text, 'epoch 4\n');
    const { output } = await orrery.run('jobs', 'show', 'last');
    assert.match(output, /job-2 +tiny\/failing +FAILED .*exit code 3/);
    assert.match((await orrery.run('jobs', 'log', 'last', 'job-2')).output, /going down/);
  });

  it('runs a job again in the same record, after the orchestrator has ended', async () => {
    const { orchestrations } = await get<{ orchestrations: Orchestration[] }>('orchestrations');
    const { id } = orchestrations[0] as Orchestration;
    assert.equal((await orrery.run('jobs', 'retry', id, 'job-2')).code, 0);
    const state = await until(id, (now) => ended(now) && now.jobs[1]?.attempt === 2);
    assert.equal(state.jobs[1]?.status, 'FAILED');
    assert.equal(state.jobs[0]?.attempt, 1);
  });

  it('streams what a job prints, goes on at the last byte, and ends with it', async () => {
    const { id } = await start(
      manifest('stream', 'model_name: quick, model_params: { epochs: 40, delay: 0.05 }'),
    );
    const run = (await until(id, running('job-1'))).jobs[0]?.run_id;
    const pieces = async (lastId: string | null, most: number) => {
      const stop = new AbortController();
      const headers: Record<string, string> = lastId === null ? {} : { 'last-event-id': lastId };
      const answer = await fetch(api(`runs/${run}/log/stream`), { headers, signal: stop.signal });
      assert.equal(answer.headers.get('content-type'), 'text/event-stream');
      let text = '';
      const seen = () => [...text.matchAll(/^id: (\d+)\ndata: (.*)\n\n/gm)];
      for await (const chunk of answer.body?.pipeThrough(new TextDecoderStream()) ?? []) {
        text += chunk;
        if (seen().length >= most) break;
      }
      stop.abort();
      return seen().map(([, id, data]) => ({ id: id as string, ...(JSON.parse(data as string) as Piece) }));
    };
    const begun = await pieces(null, 2);
    assert.equal(begun.at(-1)?.complete, false);
    const rest = await pieces(begun.at(-1)?.id as string, Number.POSITIVE_INFINITY);
    assert.equal(rest[0]?.from, begun.at(-1)?.to);
    assert.deepEqual(
      rest.map(({ complete }) => complete),
      rest.map((_, index) => index === rest.length - 1),
    );
    const { text } = await get<Piece>(`runs/${run}/log`);
    assert.match(text, /epoch 0\n(.*\n)*epoch 39\n/);
    assert.equal([...begun, ...rest].map((piece) => piece.text).join(''), text);
  });

  it('cancels one job, then all of it', async () => {
    const { id } = await start(manifest('cancelled', LONG, `${LONG}, timeout: 500`, 'model_name: failing'));
    await until(id, (state) => running('job-1')(state));
    await post(`orchestrations/${id}/cancel`, { job: 'job-1' });
    const one = await until(id, (state) => state.jobs[0]?.status === 'KILLED');
    assert.equal(one.jobs[0]?.reason, 'cancelled by the API');
    assert.equal(one.status, 'RUNNING');
    await until(id, running('job-2'));
    assert.equal((await orrery.run('jobs', 'cancel', 'last')).code, 0);
    const all = await until(id, ended);
    assert.deepEqual([all.status, all.jobs[1]?.status], ['KILLED', 'KILLED']);
    assert.equal((await post(`orchestrations/${id}/cancel`, { job: 'job-9' })).status, 404);
  });

  it('leaves jobs running when the server dies, and the next server has them', async () => {
    const { id } = await start(manifest('survives', LONG));
    const before = await until(id, running('job-1'));
    process.kill(orrery.serverPid, 'SIGKILL');
    await sleep(300);
    await orrery.up();
    const since = await until(id, (state) => (state.jobs[0]?.step ?? 0) > (before.jobs[0]?.step ?? 0) + 3);
    assert.equal(since.pid, before.pid);
    await post(`orchestrations/${id}/cancel`, {});
    assert.equal((await until(id, ended)).status, 'KILLED');
  });

  it('says so where an orchestrator died, and runs its jobs again when asked', async () => {
    const { id } = await start(
      manifest('died', 'model_name: quick, model_params: { epochs: 40, delay: 0.05 }'),
    );
    const { pid } = await until(id, running('job-1'));
    process.kill(pid as number, 'SIGKILL');
    const dead = await until(id, ended);
    assert.match(dead.reason ?? '', /its orchestrator, process \d+, died/);
    assert.equal(dead.jobs[0]?.status, 'KILLED');
    await post(`orchestrations/${id}/retry`, {});
    const again = await until(id, (state) => ended(state) && state.pid !== pid);
    assert.deepEqual([again.status, again.jobs[0]?.status], ['FINISHED', 'FINISHED']);
  });

  it('follows and cancels what a terminal started', async () => {
    const file = join(orrery.folder, 'terminal.yaml');
    writeFileSync(file, manifest('terminal', LONG));
    const child = orrery.spawn('run', '--json', file);
    const done = finished(child);
    let found: Orchestration | undefined;
    for (let tries = 0; !found; tries++) {
      assert.ok(tries < 200);
      await sleep(100);
      const { orchestrations } = await get<{ orchestrations: (Orchestration & { experiment: string })[] }>(
        'orchestrations',
      );
      found = orchestrations.find(({ experiment }) => experiment === 'terminal');
    }
    await until(found.id, running('job-1'));
    await post(`orchestrations/${found.id}/cancel`, { job: 'job-1' });
    const { code, output } = await done;
    assert.equal(code, 1);
    const events = output
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { kind: string; job?: Job });
    assert.equal(events.findLast(({ kind }) => kind === 'job')?.job?.status, 'KILLED');
    assert.equal((await get<Orchestration>(`orchestrations/${found.id}`)).via, 'terminal');
  });

  it('is handed a manifest by orrery run --detach, with the catalog beside it', async () => {
    const { code, output } = await orrery.run('run', '--detach', orrery.fixture('slow.yaml'));
    assert.equal(code, 0, output);
    const id = output.split('\n')[0] as string;
    await until(id, running('job-1'));
    await orrery.run('jobs', 'cancel', id);
    assert.equal((await orrery.run('jobs', 'follow', id)).code, 1);
  });

  it('lets in no page from elsewhere', async () => {
    const body = { manifest: manifest('attack', 'model_name: quick') };
    for (const headers of [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site', origin: `http://localhost:${orrery.ports[0]}` },
    ])
      assert.equal((await post('orchestrations', body, headers)).status, 403, JSON.stringify(headers));
    const ask = (path: string, host: string) =>
      new Promise<number>((resolve, reject) => {
        const options = { port: orrery.ports[2], path, headers: { host } };
        http.get(options, (answer) => resolve(answer.resume().statusCode ?? 0)).on('error', reject);
      });
    assert.equal(await ask('/api/workbench/orchestrations', 'rebound.example'), 403);
    assert.equal(await ask('/api/workbench/orchestrations', `127.0.0.1:${orrery.ports[2]}`), 200);
    const form = await fetch(api('orchestrations'), { method: 'POST', body: JSON.stringify(body) });
    assert.ok(form.status >= 400);
    const { orchestrations } = await get<{ orchestrations: { experiment: string }[] }>('orchestrations');
    assert.ok(!orchestrations.some(({ experiment }) => experiment === 'attack'));
  });

  it('reads no file that a tag of a run points at', async () => {
    const { orchestrations } = await get<{ orchestrations: Orchestration[] }>('orchestrations');
    const { jobs } = await get<Orchestration>(`orchestrations/${orchestrations.at(-1)?.id}`);
    const run = jobs[0]?.run_id;
    const secret = join(orrery.folder, 'secret');
    mkdirSync(secret);
    writeFileSync(join(secret, 'container.log'), 'secret');
    await fetch(`${orrery.url}/api/2.0/mlflow/runs/set-tag`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ run_id: run, key: 'orrery.folder', value: secret }),
    });
    assert.equal((await fetch(api(`runs/${run}/log`))).status, 404);
  });

  it('describes itself, and answers as it says', async () => {
    const document = (await (await fetch(`${orrery.url}/api/openapi.json`)).json()) as {
      openapi: string;
      paths: Record<string, Record<string, { responses: Record<string, { content: object }> }>>;
    };
    assert.equal(document.openapi, '3.1.0');
    const { orchestrations } = await get<{ orchestrations: Orchestration[] }>('orchestrations');
    const id = orchestrations[0]?.id;
    const ajv = new Ajv2020({ strict: false });
    for (const [path, url] of [
      ['/api/workbench/catalog', 'catalog'],
      ['/api/workbench/orchestrations', 'orchestrations'],
      ['/api/workbench/orchestrations/{id}', `orchestrations/${id}`],
    ] as const) {
      const content = document.paths[path]?.get?.responses['200']?.content as {
        'application/json': { schema: object };
      };
      const validate = ajv.compile(content['application/json'].schema);
      assert.ok(validate(await get(url)), JSON.stringify(validate.errors));
    }
    const page = readFileSync(join(import.meta.dirname, '..', 'docs', 'wire.md'), 'utf8');
    const wire = page
      .replaceAll('STUDY', '/api/sweeps/studies/:study_id')
      .replaceAll('EXPERIMENT', '/api/tracking/experiments/:experiment_id');
    for (const path of Object.keys(document.paths))
      assert.ok(wire.includes(path.replaceAll(/\{(\w+)\}/g, ':$1')), `docs/wire.md does not name ${path}`);
  });
});
