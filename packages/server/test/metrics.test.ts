import assert from 'node:assert/strict';
import { execFile, execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { optunaPython } from '../../../scripts/optuna.ts';
import { oraclePython } from '../../../scripts/oracle.ts';
import { startOrrery, type TestServer } from './servers.ts';

/** Read by the parser of Prometheus' own Python client. */
const PARSE = `
import json, sys
from prometheus_client.parser import text_string_to_metric_families as families
print(json.dumps([[f.name, f.type, [[s.name, s.labels, s.value if s.value == s.value else None] for s in f.samples]] for f in families(sys.stdin.read())]))
`;

type Sample = [name: string, labels: Record<string, string>, value: number];

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

describe('what Prometheus reads', () => {
  let server: TestServer;
  before(async () => {
    server = await startOrrery();
  });
  after(() => server.stop());

  const api = async (path: string, body: object) => {
    const answer = await fetch(`${server.url}/api/2.0/mlflow${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return (await answer.json()) as Record<string, never>;
  };
  const scrape = async (): Promise<Sample[]> => {
    const answer = await fetch(`${server.url}/metrics`);
    assert.match(answer.headers.get('content-type') ?? '', /^text\/plain; version=0\.0\.4/);
    const parsed = execFileSync(oraclePython(), ['-c', PARSE], {
      input: await answer.text(),
      encoding: 'utf8',
    });
    return (JSON.parse(parsed) as [string, string, Sample[]][]).flatMap(([, , samples]) => samples);
  };
  const value = (samples: Sample[], name: string, labels: Record<string, string> = {}) =>
    samples.find(
      ([own, has]) => own === name && Object.entries(labels).every(([key, text]) => has[key] === text),
    )?.[2];

  it('counts requests by route and status, never by what a path names', async () => {
    const { experiment_id } = await api('/experiments/create', { name: 'measured' });
    for (let index = 0; index < 5; index++) await api('/runs/create', { experiment_id });
    await api('/runs/create', { experiment_id: '999' });
    await fetch(`${server.url}/no/such/page/${Math.random()}`);
    await fetch(`${server.url}/api/tracking/experiments/999/keys`);
    const samples = await scrape();
    const of = (status: string) => ({ method: 'POST', route: '/api/2.0/mlflow/runs/create', status });
    const name = 'orrery_http_request_duration_seconds';
    assert.equal(value(samples, `${name}_count`, of('200')), 5);
    assert.equal(value(samples, `${name}_count`, of('404')), 1);
    assert.equal(value(samples, `${name}_bucket`, { ...of('200'), le: '+Inf' }), 5);
    assert.ok((value(samples, `${name}_sum`, of('200')) as number) > 0);
    assert.equal(value(samples, 'mlflow_http_request_total', { method: 'POST', status: '404' }), 1);
    const routes = new Set(samples.flatMap(([, { route }]) => route ?? []));
    for (const route of routes) assert.doesNotMatch(route, /999|0\.\d+/);
  });

  it("counts calls of Optuna's storage by what became of them", async () => {
    const program = `
import optuna
storage = optuna.storages.GrpcStorageProxy(port=${server.storagePort})
optuna.create_study(study_name="measured", storage=storage)
try:
    optuna.create_study(study_name="measured", storage=storage)
except optuna.exceptions.DuplicatedStudyError:
    pass
`;
    await promisify(execFile)(optunaPython(), ['-c', program]);
    const samples = await scrape();
    const calls = (status: string) =>
      value(samples, 'orrery_grpc_call_duration_seconds_count', { method: 'CreateNewStudy', status });
    assert.deepEqual([calls('OK'), calls('ALREADY_EXISTS')], [1, 1]);
  });

  it('has what the dashboard and the alerts look at', async () => {
    const files = ['grafana/orrery.json', 'prometheus/rules.yaml'];
    const dashboard = files.map((file) => readFileSync(here(`../../../deploy/${file}`), 'utf8')).join('\n');
    const names = new Set(dashboard.match(/\b(orrery|process|nodejs)_\w+/g));
    assert.ok(names.size > 12, String([...names]));
    const there = new Set((await scrape()).map(([name]) => name));
    // Of what has not happened there is nothing to see: no job has run, and nobody has called the storage.
    const missing = [...names].filter((name) => !there.has(name) && !/^orrery_(jobs|grpc_call)/.test(name));
    assert.deepEqual(missing, []);
  });

  it('is what Prometheus takes, and its alerts fire when they should, by its own tool', async () => {
    const promtool = execFileSync(here('../../../scripts/promtool'), { encoding: 'utf8' }).trim();
    execFileSync(promtool, ['test', 'rules', here('./alerts.yaml')]);
    const input = await (await fetch(`${server.url}/metrics`)).text();
    const { status, stderr } = spawnSync(promtool, ['check', 'metrics'], { input, encoding: 'utf8' });
    // 3 is for advice on style alone, which names of Node's and MLflow's do not follow.
    const ours = stderr.split('\n').filter((line) => line.startsWith('orrery_'));
    assert.deepEqual([ours, [0, 3].includes(status ?? 1)], [[], true], stderr);
  });

  it('tells of commits, databases, listeners and the process', async () => {
    const stop = new AbortController();
    const live = await fetch(`${server.url}/api/live`, { signal: stop.signal });
    await api('/experiments/create', { name: 'one more' });
    const before = await scrape();
    await api('/experiments/create', { name: 'and another' });
    const samples = await scrape();
    const tracking = { database: 'tracking' };
    assert.equal(value(samples, 'orrery_live_listeners'), 1);
    const grown = (name: string) =>
      (value(samples, name, tracking) as number) - (value(before, name, tracking) as number);
    assert.equal(grown('orrery_database_commits_total'), 1);
    assert.equal(grown('orrery_database_writes_total'), 1);
    assert.equal(value(samples, 'orrery_database_writes_waiting', tracking), 0);
    assert.ok((value(samples, 'orrery_database_wal_bytes', tracking) as number) > 0);
    assert.ok((value(samples, 'orrery_database_bytes', { database: 'studies' }) as number) > 0);
    assert.ok((value(samples, 'process_resident_memory_bytes') as number) > 1e7);
    assert.equal(value(samples, 'orrery_spooled_runs'), 0);
    stop.abort();
    await live.body?.cancel().catch(() => {});
  });
});
