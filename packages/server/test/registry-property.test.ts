import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import fc from 'fast-check';
import { removeFolder, startMlflow, startOrrery, type TestServer } from './servers.ts';

type Json = Record<string, unknown>;

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

interface Request {
  method: string;
  path: string;
  body: Json;
}

async function send({ url }: TestServer, { method, path, body }: Request): Promise<[number, unknown]> {
  const query = method === 'GET' ? `?${new URLSearchParams(body as Record<string, string>)}` : '';
  const response = await fetch(`${url}/api/2.0/mlflow/${path}${query}`, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(method === 'GET' ? {} : { body: JSON.stringify(body) }),
  });
  return [response.status, tidy(await response.json())];
}

/** Without times and positions in searches, and with lists in one order; a message with MLflow's SQL in it is cut before that. */
function tidy(value: unknown): unknown {
  if (Array.isArray(value))
    return value.map(tidy).sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  if (typeof value === 'string') return value.replace(/ Error: \(.*$/s, '');
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([key]) => !key.endsWith('_timestamp') && key !== 'position');
  return Object.fromEntries(entries.map(([key, item]) => [key, tidy(item)]).sort());
}

async function bothAnswer(request: Request): Promise<void> {
  const [theirs, ours] = await Promise.all(servers.map((server) => send(server, request)));
  assert.deepEqual(ours, theirs, JSON.stringify(request));
}

const pick = (...values: string[]) => fc.constantFrom(...values);
const name = pick('oak', 'elm', 'ash');
const version = pick('1', '2', '3');
const alias = pick('best', 'new');
const key = pick('a', 'b c');
const value = pick('', 'x', 'X', 'ü%_', "it's");
const stage = pick('None', 'Staging', 'production', 'Archived');

const command = (method: string, path: string, fields: Record<string, fc.Arbitrary<unknown>>) =>
  fc.record({ method: fc.constant(method), path: fc.constant(path), body: fc.record(fields) });
const commands = fc.oneof(
  { weight: 3, arbitrary: command('POST', 'registered-models/create', { name, description: value }) },
  {
    weight: 4,
    arbitrary: command('POST', 'model-versions/create', {
      name,
      source: fc.constant('s3://b/x'),
      description: value,
    }),
  },
  command('POST', 'registered-models/rename', { name, new_name: name }),
  command('DELETE', 'registered-models/delete', { name }),
  command('PATCH', 'registered-models/update', { name, description: value }),
  command('POST', 'registered-models/set-tag', { name, key, value }),
  command('DELETE', 'registered-models/delete-tag', { name, key }),
  command('POST', 'registered-models/alias', { name, alias, version }),
  command('DELETE', 'registered-models/alias', { name, alias }),
  command('GET', 'registered-models/alias', { name, alias }),
  command('PATCH', 'model-versions/update', { name, version, description: value }),
  command('POST', 'model-versions/transition-stage', {
    name,
    version,
    stage,
    archive_existing_versions: fc.boolean(),
  }),
  command('DELETE', 'model-versions/delete', { name, version }),
  command('POST', 'model-versions/set-tag', { name, version, key, value }),
  command('DELETE', 'model-versions/delete-tag', { name, version, key }),
  command('POST', 'registered-models/get-latest-versions', { name, stages: fc.uniqueArray(stage) }),
);

describe('two registries that are told the same', () => {
  it('answer the same, and keep the same', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(commands, { minLength: 5, maxLength: 40 }), async (list) => {
        for (const each of ['oak', 'elm', 'ash']) {
          const request = { method: 'DELETE', path: 'registered-models/delete', body: { name: each } };
          await Promise.all(servers.map((server) => send(server, request)));
        }
        for (const request of list) await bothAnswer(request);
        for (const each of ['oak', 'elm', 'ash'])
          await bothAnswer({ method: 'GET', path: 'registered-models/get', body: { name: each } });
        await bothAnswer({ method: 'GET', path: 'model-versions/search', body: {} });
      }),
      { numRuns: 25 },
    );
  });

  it('find the same, in the same order', async () => {
    const population: Request[] = [];
    for (let index = 0; index < 12; index++) {
      const tags = ['a', 'b c']
        .filter((_, bit) => (index >> bit) & 1)
        .map((tag) => ({ key: tag, value: ['x', 'X', 'ü%_'][index % 3] }));
      const model = `m${index % 2 ? 'A' : 'a'}_${index}`;
      population.push({ method: 'POST', path: 'registered-models/create', body: { name: model, tags } });
      for (let count = 0; count <= index % 3; count++)
        population.push({
          method: 'POST',
          path: 'model-versions/create',
          body: { name: model, source: `s3://b/${count}`, tags: tags.slice(count) },
        });
    }
    for (const request of population) await bothAnswer(request);
    const text = pick('x', 'X', 'ü%_', '%', 'm%', 'mA%', '_', 'ma_0', 'mA_1', "it''s");
    const quoted = text.map((each) => `'${each}'`);
    const comparator = pick('=', '!=', 'LIKE', 'ILIKE', 'like');
    const list = fc.array(quoted, { minLength: 1, maxLength: 3 }).map((items) => `(${items.join(', ')})`);
    const join = (...parts: fc.Arbitrary<string>[]) => fc.tuple(...parts).map((texts) => texts.join(' '));
    const common = [
      join(pick('tags.a', 'tag.`b c`', 'tags."b c"'), comparator, quoted),
      join(pick('name', 'attribute.name'), comparator, quoted),
      join(fc.constant('name'), pick('IN', 'NOT IN', 'in'), list),
    ];
    const searches = [
      { path: 'registered-models/search', clause: fc.oneof(...common), order: pick('name ASC', 'name DESC') },
      {
        path: 'model-versions/search',
        clause: fc.oneof(
          ...common,
          join(
            fc.constant('version_number'),
            pick('=', '!=', '<', '<=', '>', '>='),
            pick('0', '1', '2', "'2'"),
          ),
          join(fc.constant('source_path'), comparator, pick("'s3://b/0'", "'s3://%'")),
        ),
        order: pick('name ASC', 'name DESC', 'version_number DESC'),
      },
    ];
    for (const { path, clause, order } of searches) {
      const filter = fc.array(clause, { maxLength: 3 }).map((clauses) => clauses.join(' AND '));
      await fc.assert(
        fc.asyncProperty(filter, order, fc.integer({ min: 1, max: 4 }), async (asked, order_by, size) => {
          const pages = await Promise.all(
            servers.map((server) => allPages(server, path, asked, order_by, size)),
          );
          assert.deepEqual(pages[1], pages[0]);
        }),
        { numRuns: 60 },
      );
    }
  });
});

/** What a search finds, page after page; or its error. */
async function allPages({ url }: TestServer, path: string, filter: string, order: string, size: number) {
  const found: unknown[] = [];
  let token: string | undefined = '';
  while (token !== undefined) {
    const query = new URLSearchParams({ filter, max_results: String(size), page_token: token });
    query.append('order_by', order);
    const answer = (await (await fetch(`${url}/api/2.0/mlflow/${path}?${query}`)).json()) as {
      registered_models?: { name: string }[];
      model_versions?: { name: string; version: string }[];
      next_page_token?: string;
      message?: string;
    };
    if (answer.message) return answer.message;
    for (const each of answer.registered_models ?? []) found.push(each.name);
    for (const each of answer.model_versions ?? []) found.push(`${each.name}/${each.version}`);
    token = answer.next_page_token;
  }
  return found;
}
