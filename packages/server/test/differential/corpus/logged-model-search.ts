import { Corpus } from '../steps.ts';

/** Searches over logged models: filters, data sets, orders and pages. */
const corpus = new Corpus();
export const LOGGED_MODEL_SEARCHES = corpus.steps;

const MADE = ['model.info.creation_timestamp_ms', 'model.info.last_updated_timestamp_ms'];
const FOUND = [0, 1, 2, 3].flatMap((index) => [
  `models.${index}.info.creation_timestamp_ms`,
  `models.${index}.info.last_updated_timestamp_ms`,
]);

corpus.post('experiments/create', { name: 'model search' }, { save: { lms: 'experiment_id' } });
corpus.post(
  'runs/create',
  { experiment_id: '$lms', start_time: 1, run_name: 'lm run' },
  {
    save: { lmRun: 'run.info.run_id' },
  },
);
for (const [name, type, depth] of [
  ['alpha', 'tree', '3'],
  ['beta', 'tree', '5'],
  ['gamma', 'net', '3'],
] as const)
  corpus.post(
    'logged-models',
    {
      experiment_id: '$lms',
      name,
      model_type: type,
      source_run_id: '$lmRun',
      params: [{ key: 'depth', value: depth }],
      tags: [{ key: 'team', value: name === 'beta' ? 'Audio' : 'vision' }],
    },
    { save: { [`lm_${name}`]: 'model.info.model_id' }, ignore: MADE },
  );
const measure = (model: string, key: string, value: number, step: number, dataset?: [string, string]) =>
  corpus.post('runs/log-metric', {
    run_id: '$lmRun',
    model_id: `$lm_${model}`,
    key,
    value,
    timestamp: 10 + step,
    step,
    ...(dataset ? { dataset_name: dataset[0], dataset_digest: dataset[1] } : {}),
  });
measure('alpha', 'acc', 0.9, 1, ['wine', 'w1']);
measure('alpha', 'acc', 0.5, 2, ['iris', 'i1']);
measure('beta', 'acc', 0.7, 1, ['wine', 'w1']);
measure('beta', 'loss', 0.2, 1);
measure('gamma', 'loss', 0.4, 1, ['wine', 'w2']);

const search = (body: object, extra: object = {}) =>
  corpus.post(
    'logged-models/search',
    { experiment_ids: ['$lms'], order_by: [{ field_name: 'name' }], ...body },
    { ignore: FOUND, ...extra },
  );
search({});
for (const filter of [
  "name = 'alpha'",
  "name != 'alpha'",
  "name LIKE 'a%'",
  "name like 'A%'",
  "name ILIKE 'A%'",
  "name IN ('alpha', 'gamma')",
  "name in ('alpha')",
  "name NOT IN ('alpha')",
  "attributes.name = 'beta'",
  "attributes.model_type = 'tree'",
  "model_type = 'tree' AND params.depth = '3'",
  "source_run_id = '$lmRun'",
  'creation_timestamp > 5',
  'creation_time >= 5 AND last_updated_timestamp > 5',
  'attributes.creation_timestamp_ms < 5',
  'metrics.acc > 0.6',
  'metrics.acc > 0.6 AND metrics.loss < 1',
  'metrics.acc <= 5e-1',
  'metrics.`acc` = 0.7',
  "tags.team = 'vision'",
  "tags.team ILIKE 'AUD%'",
  "tags.team != 'vision'",
  "params.depth != '3'",
  "params.depth IN ('3', '5')",
  "params.none = 'x'",
  'name = "alpha"',
  'name = alpha',
  "metrics.acc LIKE '0.9'",
  'metrics.acc IN (0.9)',
  "name > 'a'",
  "params.depth > '3'",
  "bogus.key = 'x'",
  "run.name = 'x'",
  'name',
  'name =',
  'AND',
  "name = 'a'; name = 'b'",
  'params.depth IS NULL',
])
  search({ filter });
search(
  { filter: "metrics.acc = 'x'" },
  { differs: { why: 'MLflow crashes, and says so with a status of 500', status: 400 } },
);
const ANY_DIGEST = {
  differs: {
    why: 'a data set without digest means any of that name, as documented; MLflow finds none',
    status: 200,
  },
};
search({ datasets: [{ dataset_name: 'wine' }] }, ANY_DIGEST);
search({ datasets: [{ dataset_name: 'wine', dataset_digest: 'w2' }] });
search(
  { datasets: [{ dataset_name: 'wine' }, { dataset_name: 'iris' }], filter: 'metrics.acc < 0.6' },
  ANY_DIGEST,
);
search({ datasets: [{ dataset_name: 'wine', dataset_digest: 'w1' }], filter: 'metrics.acc < 0.8' });
search({ datasets: [{ dataset_digest: 'w1' }] });
search({ datasets: [{ dataset_name: 'none' }] });
for (const order_by of [
  [{ field_name: 'name', ascending: false }],
  [{ field_name: 'metrics.acc', ascending: false }, { field_name: 'name' }],
  [{ field_name: 'metrics.acc' }, { field_name: 'name' }],
  [{ field_name: 'metrics.acc', dataset_name: 'wine' }, { field_name: 'name' }],
  [{ field_name: 'metrics.acc', dataset_name: 'wine', dataset_digest: 'none' }, { field_name: 'name' }],
  [{ field_name: 'metrics.loss' }, { field_name: 'name' }],
  [{ field_name: 'model_type' }, { field_name: 'name', ascending: false }],
  [{ field_name: 'params.depth' }],
])
  search({ order_by });
search(
  { order_by: [{ field_name: 'bogus' }] },
  { differs: { why: 'MLflow gives this one error a class of its own', status: 400 } },
);
search({ max_results: 2 }, { save: { lmPage: 'next_page_token' } });
search({ max_results: 2, page_token: '$lmPage' });
search({ max_results: 'x' });
search({ experiment_ids: ['x'] });
search({ experiment_ids: ['404'] });
search({ experiment_ids: [] });
corpus.request({ method: 'DELETE', path: '/api/2.0/mlflow/logged-models/$lm_alpha' });
search({});
corpus.get('logged-models/$lm_alpha');
corpus.get('logged-models/$lm_alpha', { allow_deleted: 'true' }, { ignore: MADE });
corpus.get('logged-models/$lm_alpha', { allow_deleted: 'no' });
