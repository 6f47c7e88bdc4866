import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { askOracle } from '../../../scripts/oracle.ts';
import { removeFolder, startOrrery, type TestServer } from './servers.ts';

/** Each rule of MLflow's own server, with an `x` in each place that varies. */
const RULES = `
import json, re
from mlflow.server import app
json.dump(sorted({
    (method, re.sub("<[^>]*>", "x", rule.rule))
    for rule in app.url_map.iter_rules() for method in rule.methods - {"HEAD", "OPTIONS"}
}), __import__("sys").stdout)
`;

/** What docs/compatibility.md names as not there. */
const LEFT_OUT = [
  /\/mlflow\/(traces|unified-traces|get-online-trace-details|get-trace-artifact)\b/,
  /\/mlflow\/(gateway|gateway-proxy|workspaces)\b/,
  /\/mlflow\/(datasets|scorers?|review-queues|label-schemas|issues|prompt-optimization|genai|jobs|demo)\b/,
  /\/mlflow\/runs\/create-promptlab-run$/,
  // A slash is missing in MLflow's service.proto; its server has the rule, and answers 404.
  /^\/(ajax-)?api\/2\.0mlflow\//,
  // MLflow's own web app.
  /^\/(build|static-files|graphql)\b/,
  /\/mlflow\/ui-telemetry$/,
];

describe('routes', () => {
  let orrery: TestServer;
  before(async () => {
    orrery = await startOrrery();
  });
  after(async () => {
    await orrery.stop();
    removeFolder(orrery.folder);
  });

  const send = async (method: string, path: string, body = '{}') => {
    const init = { method, headers: { 'content-type': 'application/json' } };
    const response = await fetch(orrery.url + path, method === 'GET' ? init : { ...init, body });
    return { status: response.status, text: await response.text() };
  };

  it('are those of mlflow server, but for what is said to be left out', async () => {
    const missing: string[] = [];
    const wanted = askOracle<[string, string][]>(RULES).filter(
      ([, path]) => !LEFT_OUT.some((pattern) => pattern.test(path)),
    );
    assert.ok(wanted.length > 150);
    for (const [method, path] of wanted) {
      const { text } = await send(method, path);
      const isPage = text.startsWith('<!doctype') && path !== '/';
      if (isPage || text.includes('ENDPOINT_NOT_FOUND')) missing.push(`${method} ${path}`);
    }
    assert.deepEqual(missing, []);
  });

  it('say where in a search an error is', async () => {
    const search = { filter: "name = 'a' AND name ~ 'b'", max_results: 5 };
    const answer = await send('POST', '/api/2.0/mlflow/experiments/search', JSON.stringify(search));
    assert.equal(answer.status, 400);
    const { position } = JSON.parse(answer.text) as { position: number };
    assert.equal(search.filter.slice(position), "~ 'b'");
  });
});
