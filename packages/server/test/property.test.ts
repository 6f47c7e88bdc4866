import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import fc from 'fast-check';
import { removeFolder, startMlflow, startOrrery, type TestServer } from './servers.ts';

type Json = Record<string, unknown>;

const KEYS = ['loss', 'acc', 'a b'];
const RUNS = 24;

/** Values whose doubles, integers and text differ in how they are written, stored or ordered. */
const double = fc.oneof(
  fc.double({ noNaN: false }),
  fc.constantFrom(0, -0, 1, 1e308, -1e308, 5e-324, Number.NaN, Infinity, -Infinity),
);
const int64 = fc.oneof(
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  fc.bigInt({ min: -5n, max: 5n }),
);
const timestamp = fc.oneof(
  { weight: 9, arbitrary: fc.bigInt({ min: 0n, max: 2n ** 63n - 1n }) },
  { weight: 1, arbitrary: int64 },
);
const text = fc
  .string({ unit: 'binary', maxLength: 30 })
  .filter((value) => value.isWellFormed() && !value.includes('\0'));

/** Both servers, sent the same. */
let servers: TestServer[];
before(async () => {
  servers = await Promise.all([startMlflow(), startOrrery()]);
});
after(async () => {
  for (const server of servers) {
    await server.stop();
    removeFolder(server.folder);
  }
});

async function post(
  server: TestServer,
  path: string,
  body: unknown,
): Promise<{ status: number; body: Json }> {
  const response = await fetch(`${server.url}/api/2.0/mlflow/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return { status: response.status, body: (await response.json()) as Json };
}

async function newRun(server: TestServer, experiment_id: string, more: Json = {}): Promise<string> {
  const { body } = await post(server, 'runs/create', { experiment_id, start_time: 1, ...more });
  return (body as { run: { info: { run_id: string } } }).run.info.run_id;
}

describe('what one server is told, both say', () => {
  it('for any values', async () => {
    const point = fc.record({ value: double, timestamp, step: int64 });
    const batch = fc.record({
      metrics: fc.array(point, { maxLength: 4 }),
      params: fc.array(text, { maxLength: 3 }),
      tags: fc.array(text, { maxLength: 3 }),
    });
    await fc.assert(
      fc.asyncProperty(batch, async ({ metrics, params, tags }) => {
        const answers = await Promise.all(
          servers.map(async (server) => {
            const run_id = await newRun(server, '0', { run_name: 'values' });
            const points = metrics.map(
              ({ value, timestamp, step }) =>
                `{"key": "m", "value": ${written(value)}, "timestamp": ${timestamp}, "step": ${step}}`,
            );
            const values = (list: string[]) =>
              JSON.stringify(list.map((value, index) => ({ key: `k${index}`, value })));
            const logged = await post(
              server,
              'runs/log-batch',
              `{"run_id": "${run_id}", "metrics": [${points}], "params": ${values(params)}, "tags": ${values(tags)}}`,
            );
            const get = async (path: string) => (await fetch(`${server.url}/api/2.0/mlflow/${path}`)).text();
            const seen = [
              JSON.stringify(logged),
              canonical(await get(`runs/get?run_id=${run_id}`)),
              canonical(await get(`metrics/get-history?run_id=${run_id}&metric_key=m`)),
            ];
            return seen.map((answer) => answer.replaceAll(run_id, 'RUN'));
          }),
        );
        assert.deepEqual(answers[1], answers[0]);
      }),
      { numRuns: 60, seed: 11 },
    );
  });

  it('for any search over runs', async () => {
    const random = fc.sample(
      fc.record({
        value: fc.option(double),
        param: fc.option(fc.constantFrom('a', 'B', 'a%', "it's", '10', '9')),
      }),
      { numRuns: RUNS * KEYS.length, seed: 5 },
    );
    const experiments = await Promise.all(
      servers.map(async (server) => {
        const { body } = await post(server, 'experiments/create', { name: 'searched' });
        const id = (body as { experiment_id: string }).experiment_id;
        for (let index = 0; index < RUNS; index++) {
          const run_id = await newRun(server, id, { run_name: `run${index}`, start_time: index % 5 });
          const mine = KEYS.map((key, at) => ({ key, ...(random[index * KEYS.length + at] as object) })) as {
            key: string;
            value: number | null;
            param: string | null;
          }[];
          const points = mine
            .filter(({ value }) => value !== null)
            .map(
              ({ key, value }) => `{"key": "${key}", "value": ${written(value as number)}, "timestamp": 1}`,
            );
          const params = mine
            .filter(({ param }) => param !== null)
            .map(({ key, param }) => ({ key, value: param }));
          await post(
            server,
            'runs/log-batch',
            `{"run_id": "${run_id}", "metrics": [${points}], "params": ${JSON.stringify(params)}}`,
          );
        }
        return id;
      }),
    );
    const key = fc.constantFrom('loss', 'acc', '`a b`', '"a b"', 'none');
    const number = fc
      .oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.constantFrom(0, -1, 1e308))
      .map(String);
    const quoted = fc.constantFrom("'a'", "'B'", '"it\'s"', "'a%'", "'%'", "'_'", "'10'", "''");
    const comparison = fc.oneof(
      fc.tuple(
        fc.constant('metrics.'),
        key,
        fc.constantFrom(' = ', ' != ', ' < ', '<=', ' > ', '>='),
        number,
      ),
      fc.tuple(fc.constant('params.'), key, fc.constantFrom(' = ', '!=', ' LIKE ', ' ILIKE '), quoted),
      fc.tuple(fc.constant('params.'), key, fc.constantFrom(' IS NULL', ' IS NOT NULL'), fc.constant('')),
      fc.tuple(
        fc.constant('attributes.'),
        fc.constant('start_time'),
        fc.constantFrom(' = ', ' < ', ' >= ', ' != '),
        fc.integer({ min: -1, max: 6 }).map(String),
      ),
      fc.tuple(
        fc.constantFrom('', 'attributes.'),
        fc.constant('run_name'),
        fc.constantFrom(' LIKE ', ' = ', ' ILIKE '),
        fc.constantFrom("'run1%'", "'run3'", "'RUN_'"),
      ),
    );
    const search = fc.record({
      filter: fc
        .array(
          comparison.map((parts) => parts.join('')),
          { maxLength: 3 },
        )
        .map((list) => list.join(' AND ')),
      order_by: fc.uniqueArray(
        fc.tuple(
          fc.constantFrom('metrics.loss', 'metrics.acc', 'params.loss', 'attributes.start_time'),
          fc.constantFrom('', ' ASC', ' DESC'),
        ),
        { maxLength: 3, selector: ([column]) => column },
      ),
      max_results: fc.integer({ min: 1, max: 30 }),
    });
    await fc.assert(
      fc.asyncProperty(search, async ({ filter, order_by, max_results }) => {
        const clauses = [...order_by.map((clause) => clause.join('')), 'attributes.run_name'];
        const found = await Promise.all(
          servers.map(async (server, index) => {
            const pages: unknown[] = [];
            let page_token = '';
            do {
              const { status, body } = await post(server, 'runs/search', {
                experiment_ids: [experiments[index]],
                filter,
                order_by: clauses,
                max_results,
                page_token,
              });
              const runs = (body.runs ?? []) as { info: { run_name: string } }[];
              // Where in a search an error is, Orrery alone says.
              const { position: _ours, ...refusal } = body;
              pages.push(status === 200 ? runs.map(({ info }) => info.run_name) : refusal);
              page_token = (body.next_page_token as string | undefined) ?? '';
            } while (page_token !== '' && pages.length < 4);
            return pages;
          }),
        );
        assert.deepEqual(found[1], found[0]);
      }),
      { numRuns: 150, seed: 3 },
    );
  });
});

/** A double as MLflow's clients send it. */
function written(value: number): string {
  if (Object.is(value, -0)) return '-0.0';
  return Number.isFinite(value) ? String(value) : JSON.stringify(String(value));
}

/** JSON text with its integers as they are written, in one order. */
function canonical(json: string): string {
  const sorted = (value: unknown): unknown => {
    if (Array.isArray(value)) {
      const items = value.map(sorted);
      return items.every(
        (item) => typeof (item as Json)?.key === 'string' && !('timestamp' in (item as Json)),
      )
        ? items.sort((a, b) => ((a as Json).key as string).localeCompare((b as Json).key as string))
        : items;
    }
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value)
        .sort()
        .map(([key, item]) => [key, sorted(item)]),
    );
  };
  const quotedIntegers = json.replace(/(:\s*)(-?\d{16,19})(?=\s*[,}])/g, '$1"$2"');
  return JSON.stringify(sorted(JSON.parse(quotedIntegers)));
}
