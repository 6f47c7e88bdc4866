import { Corpus } from '../steps.ts';

/** Order and paging: a page after the other, whatever is sorted by. */
const corpus = new Corpus();

export const PAGES = corpus.steps;

corpus.post('experiments/create', { name: 'pages' }, { save: { pages: 'experiment_id' } });
const values = ['0.5', '"NaN"', '"Infinity"', '-1', '"-Infinity"', null, '0.5', '"NaN"', '2'];
values.forEach((value, index) => {
  const name = `page${index}`;
  corpus.post(
    'runs/create',
    { experiment_id: '$pages', run_name: `r${index % 4}-${index}`, start_time: 100 + (index % 3) },
    { save: { [name]: 'run.info.run_id' } },
  );
  if (value !== null) {
    const body = `{"run_id": "$${name}", "key": "m", "value": ${value}, "timestamp": 1}`;
    corpus.request({ method: 'POST', path: '/api/2.0/mlflow/runs/log-metric', body });
  }
  if (index % 2 === 0)
    corpus.post('runs/log-parameter', { run_id: `$${name}`, key: 'p', value: String(index % 5) });
  if (index % 3 !== 0) corpus.post('runs/set-tag', { run_id: `$${name}`, key: 't', value: `t${index % 2}` });
});

const ORDERS = [
  ['metrics.m ASC'],
  ['metrics.m DESC'],
  ['params.p ASC', 'metrics.m DESC'],
  ['tags.t DESC', 'attributes.start_time ASC'],
  ['attributes.run_name DESC'],
  ['attributes.end_time ASC', 'attributes.status DESC'],
  ['start_time ASC', 'metrics.none DESC', 'attributes.run_name ASC'],
];
for (const order of ORDERS) {
  const order_by = order.some((clause) => clause.includes('run_name'))
    ? order
    : [...order, 'attributes.run_name'];
  for (let page = 0; page < 3; page++) {
    const token = page === 0 ? {} : { page_token: '$token' };
    corpus.post(
      'runs/search',
      { experiment_ids: ['$pages'], max_results: 3, order_by, ...token },
      { save: { token: 'next_page_token' } },
    );
  }
}
for (const order of [
  ['name ASC'],
  ['creation_time ASC', 'name ASC'],
  ['last_update_time DESC', 'name'],
  ['experiment_id DESC'],
]) {
  for (let page = 0; page < 3; page++) {
    const token = page === 0 ? {} : { page_token: '$token' };
    corpus.post(
      'experiments/search',
      { max_results: 3, order_by: order, ...token },
      { save: { token: 'next_page_token' } },
    );
  }
}
for (let step = 0; step < 8; step++) {
  corpus.post('runs/log-metric', {
    run_id: '$page0',
    key: 'h',
    value: step % 3,
    timestamp: 50 - (step >> 1),
    step: step % 4,
  });
}
for (let page = 0; page < 3; page++) {
  const token: Record<string, string> = page === 0 ? {} : { page_token: '$token' };
  corpus.get(
    'metrics/get-history',
    { run_id: '$page0', metric_key: 'h', max_results: '3', ...token },
    { save: { token: 'next_page_token' } },
  );
}
const token = (json: string) => Buffer.from(json).toString('base64');
corpus.get('metrics/get-history', { run_id: '$page0', metric_key: 'h', page_token: token('{"offset": 6}') });
for (const page_token of [
  '!',
  'abc',
  token('{}'),
  token('{"offset": "x"}'),
  token('no'),
  token('{"offset": 4}'),
]) {
  corpus.post('runs/search', {
    experiment_ids: ['$pages'],
    max_results: 3,
    order_by: ['attributes.run_name'],
    page_token,
  });
  corpus.get('metrics/get-history', { run_id: '$page0', metric_key: 'h', page_token, max_results: '2' });
}

const NO_OBJECT = { why: 'MLflow answers 500 with the text of a Python error.', status: 400 };
for (const path of ['runs/search', 'experiments/search'])
  corpus.post(
    path,
    { experiment_ids: ['$pages'], max_results: 3, page_token: token('[1]') },
    { differs: NO_OBJECT },
  );
