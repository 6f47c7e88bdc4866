import { Corpus } from '../steps.ts';

/** Values at the edges: of doubles, of 64-bit integers, of text. */
const corpus = new Corpus();

export const VALUES = corpus.steps;

const STORED_WRONG = { why: 'MLflow stores what it could read of a request that it could not.', status: 400 };

corpus.post('experiments/create', { name: 'values' }, { save: { values: 'experiment_id' } });
corpus.post(
  'runs/create',
  { experiment_id: '$values', run_name: 'edges', start_time: '9223372036854775807' },
  { save: { edges: 'run.info.run_id' } },
);
const raw = (path: string, body: string, extra: object = {}) =>
  corpus.request({ method: 'POST', path: `/api/2.0/mlflow/${path}`, body, ...extra });
const metric = (key: string, fields: string, extra: object = {}) =>
  raw('runs/log-metric', `{"run_id": "$edges", "key": "${key}", ${fields}}`, extra);

const doubles = ['"NaN"', '"Infinity"', '"-Infinity"', '-0.0', '0', '1e308', '-1e308', '5e-324', '0.1'];
const odd = ['"0x10"', '" 1.5 "', '"1_000.5"', '"1e3"', '"-.5"', '123456789012345678901', 'true'];
[...doubles, ...odd].forEach((value, index) => {
  metric(`d${index}`, `"value": ${value}, "timestamp": 1, "step": ${index}`);
});
corpus.post('runs/create', { experiment_id: '0', run_name: 'wrong' }, { save: { wrong: 'run.info.run_id' } });
const wrong = (fields: string, extra: object = {}) =>
  raw('runs/log-metric', `{"run_id": "$wrong", "key": "k", ${fields}}`, extra);
for (const value of ['"abc"', '""', 'null']) wrong(`"value": ${value}, "timestamp": 1`);
for (const value of ['"nan"', '"inf"', '[]', '{}', '1e400'])
  wrong(`"value": ${value}, "timestamp": 1`, { differs: STORED_WRONG });

const integers = ['9223372036854775807', '-9223372036854775808', '9007199254740993', '-1', '0', '1.0', '1e3'];
const quoted = ['"9223372036854775807"', '"-7"', '"+7"', '"1_0"', '"007"'];
[...integers, ...quoted].forEach((step, index) => {
  metric(`i${index}`, `"value": 1, "timestamp": 5, "step": ${step}`);
});
for (const timestamp of ['9223372036854775807', '"9007199254740993"', '0', '-1', '-9223372036854775808'])
  metric('t', `"value": 1, "timestamp": ${timestamp}`);
wrong('"value": 1, "timestamp": 5, "step": "x"');
for (const step of ['9223372036854775808', '-9223372036854775809', '1.5', 'true', '" 1"'])
  wrong(`"value": 1, "timestamp": 5, "step": ${step}`, { differs: STORED_WRONG });
corpus.get('runs/get', { run_id: '$edges' });
corpus.get('metrics/get-history', { run_id: '$edges', metric_key: 't' });
raw(
  'runs/log-batch',
  `{"run_id": "$edges", "metrics": [
    {"key": "late", "value": 1, "timestamp": 9007199254740992, "step": 9007199254740992},
    {"key": "late", "value": 2, "timestamp": 9007199254740993, "step": 9007199254740993},
    {"key": "late", "value": 3, "timestamp": 9007199254740991, "step": 9007199254740993}]}`,
);
corpus.get('metrics/get-history', { run_id: '$edges', metric_key: 'late' });
raw('runs/update', '{"run_id": "$edges", "status": "FINISHED", "end_time": 9223372036854775807}');
raw('runs/update', '{"run_id": "$wrong", "end_time": 9223372036854775808}', { differs: STORED_WRONG });
corpus.post('runs/search', {
  experiment_ids: ['$values'],
  filter: 'attributes.start_time > 9007199254740993',
});

const TEXTS = [
  'plain',
  '',
  ' spaces around ',
  'new\nline\ttab\rreturn',
  'quote \' double " back \\ tick `',
  'emoji 🚀👩‍🚀 combining é',
  'rtl مرحبا 中文 ß ﬁ',
  '\u2028\u2029\u0085',
  '\u0001\u001f\u007f',
  '%_LIKE[a-z]*?',
  "'; DROP TABLE runs; --",
];
TEXTS.forEach((value, index) => {
  corpus.post('runs/log-parameter', { run_id: '$edges', key: `p${index}`, value });
  corpus.post('runs/set-tag', { run_id: '$edges', key: `t${index}`, value });
  corpus.post('experiments/set-experiment-tag', { experiment_id: '$values', key: `t${index}`, value });
});
const KEYS = ['ünï/cödé', 'a b', 'with:colon', 'dots.and-dashes_', '日本', '٣', 'ⅷ²', 'x'.repeat(250)];
const BAD_KEYS = [
  'quote"',
  "single'",
  'back`tick',
  'emoji🚀',
  'semi;colon',
  'a//b',
  './a',
  'a/../b',
  '/a',
  'a/',
  '..',
  '.',
  'x'.repeat(251),
  'new\nline',
  'e\u0301',
];
for (const key of [...KEYS, ...BAD_KEYS]) {
  corpus.post('runs/log-parameter', { run_id: '$edges', key, value: 'v' });
  corpus.post('runs/log-metric', { run_id: '$edges', key, value: 1, timestamp: 1 });
  corpus.post('runs/set-tag', { run_id: '$edges', key, value: 'v' });
}
corpus.get('runs/get', { run_id: '$edges' });
corpus.get('experiments/get', { experiment_id: '$values' });
for (const filter of [
  `params.p4 = "quote ' double"`,
  "params.p5 LIKE 'emoji 🚀%'",
  'params."ünï/cödé" = "v"',
  'metrics.`a b` = 1',
  "tags.t9 LIKE '%\\_LIKE%'",
  "tags.t9 LIKE '%[a-z]*?'",
  "tags.t0 ILIKE 'PLA%'",
  'metrics.d0 != 3',
  'metrics.d0 = 0',
  'metrics.d1 > 1e308',
  'metrics.d2 < -1e308',
  'metrics.d3 = 0',
  'metrics.d5 >= 1e308',
  'params.p1 = ""',
]) {
  corpus.post('runs/search', { experiment_ids: ['$values'], filter });
}
corpus.post('runs/log-parameter', { run_id: '$edges', key: 'long', value: 'é'.repeat(6001) });
corpus.post('runs/set-tag', { run_id: '$edges', key: 'long', value: '🚀'.repeat(8001) });
corpus.get('runs/get', { run_id: '$edges' });
