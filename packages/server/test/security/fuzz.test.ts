import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import fc from 'fast-check';
import { madeUpFilters } from '../../../tracking/test/search-generator.ts';
import { startOrrery, type TestServer } from '../servers.ts';

const PROXY = '/api/2.0/mlflow-artifacts';
/** The same input each time, or so many times new ones. */
const { ORRERY_FUZZ } = process.env;
const FUZZ = ORRERY_FUZZ ? { numRuns: Number(ORRERY_FUZZ) } : { numRuns: 1000, seed: 7 };

describe('what anybody may send', () => {
  const folder = mkdtempSync(join(tmpdir(), 'orrery-fuzz-'));
  const root = join(folder, 'store', 'root');
  let server: TestServer;
  let runId: string;
  before(async () => {
    mkdirSync(join(folder, 'store'), { recursive: true });
    writeFileSync(join(folder, 'store', 'secret'), 'a secret beside the root');
    writeFileSync(join(folder, 'secret'), 'a secret above');
    server = await startOrrery({ folder: join(folder, 'store'), artifactsDestination: root });
    const { body } = await send('POST', '/api/2.0/mlflow/runs/create', { experiment_id: '0' });
    runId = (JSON.parse(body) as { run: { info: { run_id: string } } }).run.info.run_id;
  });
  after(async () => {
    await server.stop();
    rmSync(folder, { recursive: true });
  });

  /** Sends the path as it is, where `fetch` would tidy it up. */
  const send = (method: string, path: string, body?: object | string) =>
    new Promise<{ status: number; body: string }>((resolve, reject) => {
      const { hostname, port } = new URL(server.url);
      const headers = typeof body === 'object' ? { 'content-type': 'application/json' } : {};
      const sent = request({ hostname, port, method, path, headers }, (answer) => {
        let text = '';
        answer
          .on('data', (data) => (text += data))
          .on('end', () => resolve({ status: answer.statusCode ?? 0, body: text }));
      });
      sent.on('error', reject).end(typeof body === 'object' ? JSON.stringify(body) : body);
    });
  const outside = () =>
    [
      ...readdirSync(folder),
      ...readdirSync(join(folder, 'store')).filter((name) => !name.includes('mlflow.db')),
    ].sort();

  /** Parts of paths that lead up, and ways to write them. */
  const part = fc.oneof(
    fc.constantFrom(
      '..',
      '.',
      '',
      '%2e%2e',
      '%252e%252e',
      '..%2f',
      '%2e%2e%2f',
      '..%5c',
      '%c0%ae%c0%ae',
      '%00',
      '%',
      '%zz',
      'secret',
      'a',
      '~',
      '\\\\host',
      'c:',
      'store',
      '%2f',
      '%E2%80%A5',
      '．．'.normalize('NFKC'),
    ),
    fc.string({ maxLength: 8 }).map(encodeURIComponent),
    fc
      .string({ unit: 'binary', maxLength: 4 })
      .filter((text) => text.isWellFormed())
      .map(encodeURIComponent),
  );
  const path = fc.array(part, { minLength: 1, maxLength: 7 }).map((parts) => parts.join('/'));

  it('reads and writes nothing outside of the root, and breaks nothing', async () => {
    const before = outside();
    const way = fc.constantFrom(
      'artifact',
      'create',
      'complete',
      'abort',
      'list',
      'view',
      'get-artifact',
      'upload',
    );
    await fc.assert(
      fc.asyncProperty(way, fc.constantFrom('GET', 'PUT', 'DELETE'), path, async (where, method, at) => {
        const asked = {
          artifact: () => send(method, `${PROXY}/artifacts/${at}`, method === 'PUT' ? 'bytes' : undefined),
          create: () => send('POST', `${PROXY}/mpu/create/${at}`, { path: at, num_parts: 2 }),
          complete: () =>
            send('POST', `${PROXY}/mpu/complete/${at}`, {
              path: at,
              upload_id: at,
              parts: [{ part_number: 1, etag: at }],
            }),
          abort: () => send('POST', `${PROXY}/mpu/abort/${at}`, { path: at, upload_id: at }),
          list: () => send('GET', `${PROXY}/artifacts?path=${encodeURIComponent(at)}`),
          view: () => send('GET', `/api/2.0/mlflow/artifacts/list?run_id=${runId}&path=${at}`),
          'get-artifact': () => send('GET', `/get-artifact?run_uuid=${runId}&path=${at}`),
          upload: () =>
            send('POST', `/ajax-api/2.0/mlflow/upload-artifact?run_uuid=${runId}&path=${at}`, 'bytes'),
        };
        const { status, body } = await asked[where]();
        assert.ok(status < 500 || status === 501, `${where} ${method} ${at}: ${status} ${body}`);
        assert.doesNotMatch(body, /a secret (beside|above)/, `${where} ${method} ${at}`);
      }),
      FUZZ,
    );
    assert.deepEqual(outside(), before);
  });

  it('is no filter or order that breaks a search', async () => {
    const routes: [string, object][] = [
      ['runs/search', { experiment_ids: ['0'] }],
      ['experiments/search', { max_results: 10 }],
      ['logged-models/search', { experiment_ids: ['0'] }],
    ];
    const text = fc.oneof(
      fc.constantFrom(...madeUpFilters(400, 3)),
      fc.string({ unit: 'binary', maxLength: 60 }),
    );
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...routes), text, text, async ([route, rest], filter, order) => {
        const path = `/api/2.0/mlflow/${route}`;
        const orders = route === 'logged-models/search' ? [{ field_name: order }] : [order];
        for (const asked of [{ filter }, { order_by: orders }, { page_token: filter }]) {
          const { status, body } = await send('POST', path, { ...rest, ...asked });
          assert.ok(status === 200 || status === 400, `${route} ${JSON.stringify(asked)}: ${status} ${body}`);
        }
        for (const kind of ['registered-models', 'model-versions']) {
          const query = new URLSearchParams({ filter, order_by: order });
          const { status, body } = await send('GET', `/api/2.0/mlflow/${kind}/search?${query}`);
          assert.ok(status === 200 || status === 400, `${kind} ${query}: ${status} ${body}`);
        }
      }),
      FUZZ,
    );
  });
});
