import { Corpus } from '../steps.ts';

/** Webhooks as they are kept; what they are told of is tested with a receiver of our own. */
const corpus = new Corpus();
export const WEBHOOKS = corpus.steps;

const MADE = { ignore: ['webhook.webhook_id'] };
const created = { entity: 'MODEL_VERSION', action: 'CREATED' };
const url = 'https://1.1.1.1/hook';
const create = (body: object, extra: object = MADE) => corpus.post('webhooks', body, extra);

corpus.get('webhooks');
create({ name: 'first', url, events: [created] }, { save: { hook: 'webhook.webhook_id' } });
create({
  name: 'second',
  url,
  description: 'all of it',
  secret: 'hush',
  status: 'DISABLED',
  events: [created, { entity: 'PROMPT', action: 'CREATED' }],
});
for (const name of ['', '-a', 'a-', 'a b', 'ü', 'a'.repeat(64), 5]) create({ name, url, events: [created] });
for (const bad of [
  '',
  'http://1.1.1.1/x',
  'ftp://1.1.1.1/x',
  'x',
  'https://',
  'https://127.0.0.1/x',
  'https://10.0.0.1',
  'https://[::1]/x',
  'https://169.254.169.254/latest',
  'https://localhost/x',
])
  create({ name: 'bad', url: bad, events: [created] });
for (const event of [
  { entity: 'MODEL_VERSION', action: 'DELETED' },
  { entity: 'REGISTERED_MODEL', action: 'SET' },
  { entity: 'MODEL_VERSION_TAG', action: 'UPDATED' },
])
  create({ name: 'bad', url, events: [event] });
create({ name: 'bad', url, events: [] });
create({ name: 'bad', url });
create({ name: 'bad', events: [created] });
create({ url, events: [created] });
create({ name: 'bad', url, events: [created], status: 'SLEEPING' });

corpus.get('webhooks/$hook');
corpus.get('webhooks/nothing');
const update = (body: object) =>
  corpus.request({ method: 'PATCH', path: '/api/2.0/mlflow/webhooks/$hook', body });
update({ name: 'renamed' });
update({ description: 'now with one', status: 'DISABLED' });
update({ events: [{ entity: 'MODEL_VERSION_ALIAS', action: 'CREATED' }] });
update({ events: [] });
update({ url: 'http://1.1.1.1/x' });
update({ name: 'a b' });
update({});
corpus.request({ method: 'PATCH', path: '/api/2.0/mlflow/webhooks/nothing', body: { name: 'x' } });
corpus.get('webhooks', { max_results: '1' }, { ignore: ['webhooks.0.webhook_id'] });
for (const max_results of ['0', '-1', '1001', 'x'])
  corpus.get('webhooks', { max_results }, { ignore: ['webhooks.0.webhook_id', 'webhooks.1.webhook_id'] });
corpus.get('webhooks', { page_token: 'garbage' });
corpus.request({ method: 'DELETE', path: '/api/2.0/mlflow/webhooks/$hook' });
corpus.request({ method: 'DELETE', path: '/api/2.0/mlflow/webhooks/$hook' });
corpus.get('webhooks/$hook');
corpus.post('webhooks/nothing/test', {});
