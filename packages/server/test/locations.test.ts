import assert from 'node:assert/strict';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { serverConfig } from '@orrery/server';
import { askOracle } from '../../../scripts/oracle.ts';
import { removeFolder, startOrrery, type TestServer } from './servers.ts';

/** What MLflow's own store makes of roots and locations: where an experiment keeps artifacts, and a run of it. */
const ASK = `
import json, sys, tempfile
from mlflow.store.tracking.sqlalchemy_store import SqlAlchemyStore
from mlflow.utils.uri import resolve_uri_if_local
asked = json.load(sys.stdin)
store = SqlAlchemyStore(f"sqlite:///{tempfile.mkdtemp()}/mlflow.db", "mlflow-artifacts:/")
def run_of(experiment):
    run = store.create_run(experiment, "u", 1, [], "n").info
    return [store.get_experiment(experiment).artifact_location, run.artifact_uri.replace(run.run_id, "RUN")]
own = {location: run_of(store.create_experiment(location, location)) for location in asked["locations"]}
below = {}
for root in asked["roots"]:
    store.artifact_root_uri = resolve_uri_if_local(root)
    experiment = store.create_experiment("below " + root)
    below[root] = [text.replace(f"/{experiment}", "/1") for text in run_of(experiment)]
print(json.dumps({"own": own, "below": below}))
`;
const ROOTS = ['./roots/', 'file:roots', 'file:/tmp/x', '/tmp/a#b', 's3://b/p?a=b', 'mlflow-artifacts:/deep'];
const LOCATIONS = [
  'roots/deep/',
  'file:./roots',
  'file:///tmp/x%20y',
  'file:/tmp/x',
  '/tmp/x/',
  '/tmp/a/../c',
  's3://b/p/',
  's3://b/p?a=b',
  'mlflow-artifacts:x',
  'mlflow-artifacts:/x/',
];

describe('locations of artifacts', () => {
  let theirs: { own: object; below: Record<string, string[]> };
  before(() => {
    theirs = askOracle(ASK, { roots: ROOTS, locations: LOCATIONS });
  });

  for (const root of ROOTS) {
    it(`are below --default-artifact-root ${root} where MLflow puts them`, () =>
      withOrrery({ defaultArtifactRoot: root }, async (server) => {
        const { experiment_id } = await post(server, 'experiments/create', { name: 'x' });
        const expected = theirs.below[root] as string[];
        assert.deepEqual(await runOf(server, experiment_id as string), expected);
        const [first] = await runOf(server, '0');
        assert.equal(first, expected[0]?.replace('/1', '/0'));
      }));
  }

  it('of an experiment of its own are where MLflow puts them', () =>
    withOrrery({}, async (server) => {
      const ours: Record<string, string[]> = {};
      for (const artifact_location of LOCATIONS) {
        const asked = { name: artifact_location, artifact_location };
        const { experiment_id } = await post(server, 'experiments/create', asked);
        ours[artifact_location] = await runOf(server, experiment_id as string);
      }
      assert.deepEqual(ours, theirs.own);
    }));

  it('are in the store where nothing is said', () => {
    const env = { ORRERY_STORE: '/lab', MLFLOW_ARTIFACTS_DESTINATION: 'file:///big%20disk' };
    const served = serverConfig({}, env);
    assert.deepEqual([served.artifactsDestination, served.artifactRoot], ['/big disk', 'mlflow-artifacts:/']);
    const direct = serverConfig({}, { ...env, MLFLOW_SERVE_ARTIFACTS: 'no' });
    assert.deepEqual([direct.artifactsDestination, direct.artifactRoot], [null, '/lab/artifacts']);
    assert.throws(
      () => serverConfig({ artifactsDestination: 'gs://b' }, env),
      /--artifacts-destination 'gs:/,
    );
  });
});

async function withOrrery(
  place: Parameters<typeof startOrrery>[0],
  work: (server: TestServer) => Promise<void>,
) {
  const folder = mkdtempSync(join(tmpdir(), 'orrery-locations-'));
  const server = await startOrrery({ ...place, folder });
  await work(server).finally(() => server.stop());
  removeFolder(folder);
}

async function runOf(server: TestServer, experimentId: string): Promise<string[]> {
  const answer = await fetch(`${server.url}/api/2.0/mlflow/experiments/get?experiment_id=${experimentId}`);
  const { experiment } = (await answer.json()) as { experiment: { artifact_location: string } };
  const { run } = await post(server, 'runs/create', { experiment_id: experimentId, start_time: 1 });
  const { run_id = '', artifact_uri = '' } = (run as { info: Record<string, string> }).info;
  return [experiment.artifact_location, artifact_uri.replace(run_id, 'RUN')];
}

async function post(server: TestServer, path: string, body: object): Promise<Record<string, unknown>> {
  const answer = await fetch(`${server.url}/api/2.0/mlflow/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return (await answer.json()) as Record<string, unknown>;
}
