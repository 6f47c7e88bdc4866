import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { askOracle } from '../../../scripts/oracle.ts';
import { Fernet, newFernetKey } from '../src/webhooks/fernet.ts';
import { isPublic } from '../src/webhooks/target.ts';
import { removeFolder, startOrrery, type TestServer } from './servers.ts';

interface Received {
  headers: IncomingHttpHeaders;
  text: string;
  body: { entity: string; action: string; timestamp: string; data: Record<string, unknown> };
}

describe('webhooks', () => {
  let server: TestServer;
  let receiver: Server;
  let url: string;
  let received: Received[] = [];
  let failures = 0;
  const key = newFernetKey();
  const post = async (path: string, body: object, method = 'POST') => {
    const answer = await fetch(`${server.url}/api/2.0/mlflow/${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    assert.equal(answer.status, 200, await answer.clone().text());
    return answer.json() as Promise<Record<string, never>>;
  };
  const told = async (count: number) => {
    for (let tries = 0; received.length < count && tries < 400; tries++) await setTimeout(20);
    const all = received;
    received = [];
    return all;
  };
  before(async () => {
    receiver = createServer((request, response) => {
      let text = '';
      request.on('data', (part) => {
        text += part;
      });
      request.on('end', () => {
        response.statusCode = failures > 0 ? 503 : 202;
        if (failures > 0) failures -= 1;
        else received.push({ headers: request.headers, text, body: JSON.parse(text) });
        response.end('thanks');
      });
    });
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;
    const env = {
      _MLFLOW_WEBHOOK_ALLOWED_SCHEMES: 'http,https',
      _MLFLOW_WEBHOOK_ALLOW_PRIVATE_IPS: 'true',
      MLFLOW_WEBHOOK_SECRET_ENCRYPTION_KEY: key,
    };
    server = await startOrrery({ env });
  });
  after(async () => {
    await server.stop();
    receiver.close();
    removeFolder(server.folder);
  });

  it('are told of what happens to models, signed', async () => {
    const events = [
      ['REGISTERED_MODEL', 'CREATED'],
      ['MODEL_VERSION', 'CREATED'],
      ['MODEL_VERSION_TAG', 'SET'],
      ['MODEL_VERSION_TAG', 'DELETED'],
      ['MODEL_VERSION_ALIAS', 'CREATED'],
      ['MODEL_VERSION_ALIAS', 'DELETED'],
    ].map(([entity, action]) => ({ entity, action }));
    await post('webhooks', { name: 'all', url, events, secret: 'hush' });
    await post('webhooks', { name: 'asleep', url, events, status: 'DISABLED' });
    const version = { name: 'forest', version: '1' };
    await post('registered-models/create', { name: 'forest', tags: [{ key: 'a', value: '1' }] });
    await post('model-versions/create', { name: 'forest', source: 's3://bucket/x' });
    await post('model-versions/set-tag', { ...version, key: 'k', value: 'v' });
    await post('model-versions/delete-tag', { ...version, key: 'k' }, 'DELETE');
    await post('registered-models/alias', { ...version, alias: 'champion' });
    await post('registered-models/alias', { name: 'forest', alias: 'champion' }, 'DELETE');
    await post('registered-models/set-tag', { name: 'forest', key: 'silent', value: 'x' });
    const all = await told(6);
    const seen = all.map(({ body }) => [`${body.entity}.${body.action}`, body.data] as const).sort();
    assert.deepEqual(seen, [
      [
        'model_version.created',
        {
          ...version,
          source: 's3://bucket/x',
          run_id: null,
          tags: {},
          description: null,
        },
      ],
      ['model_version_alias.created', { ...version, alias: 'champion' }],
      ['model_version_alias.deleted', { name: 'forest', alias: 'champion' }],
      ['model_version_tag.deleted', { ...version, key: 'k' }],
      ['model_version_tag.set', { ...version, key: 'k', value: 'v' }],
      ['registered_model.created', { name: 'forest', tags: { a: '1' }, description: '' }],
    ]);
    for (const { headers, text } of all) {
      const signed = `${headers['x-mlflow-delivery-id']}.${headers['x-mlflow-timestamp']}.${text}`;
      const signature = createHmac('sha256', 'hush').update(signed).digest('base64');
      assert.equal(headers['x-mlflow-signature'], `v1,${signature}`);
    }
  });

  it('are told of prompts under their own events', async () => {
    const events = ['PROMPT', 'PROMPT_VERSION'].map((entity) => ({ entity, action: 'CREATED' }));
    await post('webhooks', { name: 'prompts', url, events });
    const tags = [{ key: 'mlflow.prompt.is_prompt', value: 'true' }];
    await post('registered-models/create', { name: 'greeting', tags });
    const text = { key: 'mlflow.prompt.text', value: 'Hello {{x}}' };
    await post('model-versions/create', { name: 'greeting', source: 'dummy-source', tags: [...tags, text] });
    const [made, version] = (await told(2)).sort((a, b) => (a.body.entity < b.body.entity ? -1 : 1));
    assert.deepEqual(made?.body.data, { name: 'greeting', tags: {}, description: '' });
    assert.equal(version?.body.data.template, 'Hello {{x}}');
    assert.equal(made?.headers['x-mlflow-signature'], undefined);
  });

  it('are told again where the receiver was away', async () => {
    failures = 1;
    await post('registered-models/create', { name: 'again' });
    assert.equal((await told(1))[0]?.body.data.name, 'again');
  });

  it('are tested with an example', async () => {
    const created = { entity: 'MODEL_VERSION', action: 'CREATED' };
    const { webhook } = (await post('webhooks', { name: 'tested', url, events: [created] })) as unknown as {
      webhook: { webhook_id: string };
    };
    assert.deepEqual(await post(`webhooks/${webhook.webhook_id}/test`, {}), {
      result: { success: true, response_status: 202, response_body: 'thanks' },
    });
    const alias = { entity: 'MODEL_VERSION_ALIAS', action: 'DELETED' };
    await post(`webhooks/${webhook.webhook_id}/test`, { event: alias });
    const sent = await told(2);
    assert.deepEqual(
      sent.map(({ body }) => body.entity),
      ['model_version', 'model_version_alias'],
    );
  });

  it('have secrets that MLflow reads from the same database, with the same key', async () => {
    const program = `
import json, os, sys
given = json.load(sys.stdin)
os.environ["MLFLOW_WEBHOOK_SECRET_ENCRYPTION_KEY"] = given["key"]
from mlflow.store.model_registry.sqlalchemy_store import SqlAlchemyStore
print(json.dumps({hook.name: hook.secret for hook in SqlAlchemyStore(given["database"]).list_webhooks()}))
`;
    const database = `sqlite:///${join(server.folder, 'mlflow.db')}`;
    const secrets = askOracle<Record<string, string | null>>(program, { key, database });
    assert.deepEqual(secrets, { all: 'hush', asleep: null, prompts: null, tested: null });
  });

  it('get a key of their own where none is given, which only its owner reads', async () => {
    const own = await startOrrery({ env: { _MLFLOW_WEBHOOK_ALLOW_PRIVATE_IPS: 'true' } });
    const answer = await fetch(`${own.url}/api/2.0/mlflow/webhooks`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        name: 'x',
        url: 'https://127.0.0.1/x',
        secret: 'hush',
        events: [{ entity: 'MODEL_VERSION', action: 'CREATED' }],
      }),
    });
    assert.doesNotMatch(await answer.text(), /hush/);
    assert.ok(readdirSync(own.folder).includes('webhook.key'));
    assert.equal(statSync(join(own.folder, 'webhook.key')).mode & 0o777, 0o600);
    await own.stop();
    removeFolder(own.folder);
  });
});

describe('a Fernet token', () => {
  it('is one to Python, and one of Python to us', () => {
    const key = newFernetKey();
    const ours = new Fernet(key).encrypt('geheim ü');
    const program =
      'import json, sys\nfrom cryptography.fernet import Fernet\nkey, token = json.load(sys.stdin)\nf = Fernet(key)\nprint(json.dumps([f.decrypt(token.encode()).decode(), f.encrypt("zurück".encode()).decode()]))';
    const [read, theirs] = askOracle<[string, string]>(program, [key, ours]);
    assert.equal(read, 'geheim ü');
    assert.equal(new Fernet(key).decrypt(theirs), 'zurück');
    assert.throws(() => new Fernet(newFernetKey()).decrypt(theirs), /another key/);
    assert.throws(() => new Fernet('short'), /32 bytes/);
  });
});

describe('isPublic', () => {
  it('knows addresses that are not of the internet', () => {
    for (const address of ['1.1.1.1', '2606:4700::1111']) assert.ok(isPublic(address), address);
    for (const address of [
      '127.0.0.1',
      '10.1.2.3',
      '172.16.0.1',
      '192.168.0.1',
      '169.254.169.254',
      '100.64.0.1',
      '0.0.0.0',
      '224.0.0.1',
      '::1',
      'fe80::1',
      'fc00::1',
      '::ffff:127.0.0.1',
      '64:ff9b::7f00:1',
      '2002:7f00:1::',
    ])
      assert.ok(!isPublic(address), address);
  });
});
