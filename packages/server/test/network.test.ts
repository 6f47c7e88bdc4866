import assert from 'node:assert/strict';
import http from 'node:http';
import { after, before, describe, it } from 'node:test';
import { serverConfig } from '@orrery/server';
import { allowedHosts } from '../src/network/allowed-hosts.ts';
import { networkWarnings } from '../src/network/index.ts';
import { startMlflow, startOrrery, type TestServer } from './servers.ts';

const LISTED = {
  MLFLOW_SERVER_ALLOWED_HOSTS: 'tracking.lab,*.lab:5000,localhost:*,127.0.0.1:*',
  MLFLOW_SERVER_CORS_ALLOWED_ORIGINS: 'https://ok.example,https://*.wild.example',
  MLFLOW_SERVER_X_FRAME_OPTIONS: 'deny',
};
const COMPARED = [
  'access-control-allow-origin',
  'access-control-allow-credentials',
  'access-control-allow-methods',
  'access-control-allow-headers',
  'access-control-expose-headers',
  'access-control-max-age',
];
const GET = '/api/2.0/mlflow/experiments/get?experiment_id=0';
const SEARCH = '/api/2.0/mlflow/experiments/search';
const ARTIFACT = '/api/2.0/mlflow-artifacts/artifacts/0/x.txt';
const ORIGINS = [
  'https://ok.example',
  'https://a.wild.example',
  'https://ok.example.evil.com',
  'http://localhost:3000',
  'http://[::1]:1',
  'https://evil.com',
  'null',
];

interface Asked {
  method?: string;
  path: string;
  headers?: Record<string, string>;
  body?: string;
}

describe('who may send requests', () => {
  for (const [name, env] of [
    ['by default', {}],
    ['with names and origins listed', LISTED],
    [
      'with everything allowed',
      { MLFLOW_SERVER_ALLOWED_HOSTS: '*', MLFLOW_SERVER_CORS_ALLOWED_ORIGINS: '*' },
    ],
    ['without checks', { MLFLOW_SERVER_DISABLE_SECURITY_MIDDLEWARE: 'true' }],
  ] as const) {
    describe(name, () => {
      let mlflow: TestServer;
      let orrery: TestServer;
      before(async () => {
        [mlflow, orrery] = await Promise.all([startMlflow({ env }), startOrrery({ env })]);
      });
      after(() => Promise.all([mlflow.stop(), orrery.stop()]));

      it('answers as MLflow', async () => {
        for (const asked of requests('MLFLOW_SERVER_DISABLE_SECURITY_MIDDLEWARE' in env))
          assert.deepEqual(await ask(orrery, asked), await ask(mlflow, asked), JSON.stringify(asked));
      });

      it('tells browsers to take answers for what they are, and who may frame them', async () => {
        const headersOf = async ({ url }: TestServer) => {
          const { headers } = await fetch(`${url}${GET}`);
          return [headers.get('x-content-type-options'), headers.get('x-frame-options')];
        };
        assert.deepEqual(await headersOf(orrery), await headersOf(mlflow));
      });
    });
  }

  it('guards the routes of an app of their own, and the live stream', async () => {
    const orrery = await startOrrery({ env: LISTED });
    for (const path of ['/api/sweeps/studies', '/api/live', '/api/services', '/']) {
      assert.equal((await ask(orrery, { path, headers: { host: 'rebound.example' } })).status, 403, path);
      const { headers } = await fetch(`${orrery.url}${path}`, { headers: { origin: 'https://ok.example' } });
      assert.equal(headers.get('access-control-allow-origin'), 'https://ok.example', path);
      assert.equal(headers.get('x-frame-options'), 'DENY', path);
    }
    await orrery.stop();
  });

  it('knows names that nobody else can point here', () => {
    const allowed = allowedHosts('0.0.0.0', []);
    for (const host of [
      '127.0.0.1:1',
      '[::1]:5000',
      '203.0.113.9',
      'localhost',
      'a.localhost:80',
      'host.docker.internal:5000',
    ])
      assert.ok(allowed(host), host);
    for (const host of [
      '',
      'evil.com',
      '192.168.evil.com',
      'localhost.evil.com',
      'a b',
      'evil.com:80#localhost',
    ])
      assert.ok(!allowed(host), host);
    assert.ok(allowedHosts('mlflow', [])('mlflow:5000'));
    assert.ok(allowedHosts('0.0.0.0', ['mlflow'])('mlflow:5000'));
  });

  it('says at the start what lets too much in', () => {
    const warningsOf = (flags: object) => networkWarnings(serverConfig(flags, {})).length;
    assert.equal(warningsOf({}), 0);
    assert.equal(warningsOf({ host: '0.0.0.0' }), 1);
    assert.equal(warningsOf({ host: '0.0.0.0', allowedHosts: '*', corsAllowedOrigins: 'https://a,*' }), 3);
    assert.throws(
      () => serverConfig({ xFrameOptions: 'sometimes' }, {}),
      /none of SAMEORIGIN, DENY and NONE/,
    );
  });
});

/** @param unchecked leaves out what the checks themselves answer */
function requests(unchecked: boolean): Asked[] {
  const hosts = ['evil.com', 'tracking.lab', 'a.lab:5000', 'localhost:1', 'localhost.evil.com'];
  const asked: Asked[] = hosts.flatMap((host) => [
    { path: GET, headers: { host } },
    { path: '/health', headers: { host } },
  ]);
  for (const origin of ORIGINS) {
    asked.push(
      { path: GET, headers: { origin } },
      { method: 'POST', path: SEARCH, headers: { origin }, body: '{"max_results": 1}' },
      { method: 'PUT', path: ARTIFACT, headers: { origin }, body: 'text' },
    );
    const method = 'access-control-request-method';
    const preflight = { origin, [method]: 'POST', 'access-control-request-headers': 'content-type,x-a' };
    if (!unchecked)
      asked.push(
        { method: 'OPTIONS', path: SEARCH, headers: preflight },
        { method: 'OPTIONS', path: '/health', headers: { origin, [method]: 'GET' } },
      );
  }
  return asked;
}

/** Status, what the answer tells another origin, and the body where it is the check's own. */
function ask({ url }: TestServer, { method = 'GET', path, headers = {}, body }: Asked) {
  return new Promise<{ status: number; headers: Record<string, unknown>; body: string }>(
    (resolve, reject) => {
      const type = body?.startsWith('{') ? { 'content-type': 'application/json' } : {};
      const request = http.request(
        `${url}${path}`,
        { method, headers: { ...type, ...headers } },
        (answer) => {
          const status = answer.statusCode ?? 0;
          const compared = 'origin' in headers ? COMPARED : [];
          const seen = Object.fromEntries(compared.map((name) => [name, answer.headers[name]]));
          let text = '';
          answer.on('data', (data) => {
            text += data;
          });
          answer.on('end', () =>
            resolve({
              status,
              headers: seen,
              body: /^text\/plain/.test(answer.headers['content-type'] ?? '') ? text : '',
            }),
          );
        },
      );
      request.on('error', reject);
      request.end(body);
    },
  );
}
