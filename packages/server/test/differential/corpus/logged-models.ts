import { Corpus } from '../steps.ts';

/** Logged models as autologging clients use them. */
const corpus = new Corpus();

export const LOGGED_MODELS = corpus.steps;

const MADE = ['model.info.creation_timestamp_ms', 'model.info.last_updated_timestamp_ms'];

corpus.post('experiments/create', { name: 'models' }, { save: { models: 'experiment_id' } });
corpus.post(
  'runs/create',
  { experiment_id: '$models', run_name: 'train', start_time: 1 },
  { save: { train: 'run.info.run_id' } },
);
corpus.post(
  'logged-models',
  {
    experiment_id: '$models',
    name: 'forest',
    model_type: 'classifier',
    source_run_id: '$train',
    params: [{ key: 'depth', value: '3' }],
    tags: [{ key: 'stage', value: 'new' }],
  },
  { save: { forest: 'model.info.model_id' }, ignore: MADE },
);
corpus.post(
  'logged-models',
  { experiment_id: '$models', name: 'bare' },
  { save: { bare: 'model.info.model_id' }, ignore: MADE },
);
for (const name of ['a/b', 'a:b', 'a.b', 'a%', "a'b", 'a"b'])
  corpus.post('logged-models', { experiment_id: '$models', name });
corpus.post('logged-models', { name: 'nowhere' });
corpus.post('logged-models', { experiment_id: '404', name: 'x' });
corpus.get('logged-models/$forest', {}, { ignore: MADE });
corpus.get('logged-models/unknown');
corpus.post('runs/log-metric', {
  run_id: '$train',
  key: 'acc',
  value: 0.9,
  timestamp: 5,
  step: 1,
  model_id: '$forest',
  dataset_name: 'iris',
  dataset_digest: 'd1',
});
corpus.post('runs/log-batch', {
  run_id: '$train',
  metrics: [
    { key: 'f1', value: 0.8, timestamp: 6, step: 2, model_id: '$forest' },
    { key: 'f1', value: 0.8, timestamp: 6, step: 2, model_id: '$forest' },
    { key: 'plain', value: 1, timestamp: 6 },
  ],
});
corpus.get('logged-models/$forest', {}, { ignore: MADE });
corpus.post('logged-models/$forest/params', { model_id: '$forest', params: [{ key: 'trees', value: '10' }] });
const patch = (path: string, body: unknown, extra: object = {}) =>
  corpus.request({ method: 'PATCH', path: `/api/2.0/mlflow/${path}`, body, ...extra });
const remove = (path: string) => corpus.request({ method: 'DELETE', path: `/api/2.0/mlflow/${path}` });
patch('logged-models/$forest/tags', {
  tags: [
    { key: 'stage', value: 'old' },
    { key: 'more', value: '' },
    { key: 'more', value: 'last' },
  ],
});
patch('logged-models/unknown/tags', { tags: [] });
remove('logged-models/$forest/tags/more');
remove('logged-models/$forest/tags/more');
patch('logged-models/$forest', { model_id: '$forest', status: 'LOGGED_MODEL_READY' }, { ignore: MADE });
patch('logged-models/$bare', { model_id: '$bare', status: 3 }, { ignore: MADE });
patch('logged-models/$bare', { model_id: '$bare' });
patch('logged-models/unknown', { model_id: 'unknown', status: 2 });
corpus.get('logged-models/$forest', {}, { ignore: MADE });
corpus.post('logged-models/search', { experiment_ids: ['$models'], filter: "name = 'none'" });
corpus.post('logged-models/search', { experiment_ids: [] });
corpus.post('logged-models/search', {});
corpus.post('runs/outputs', { run_id: '$train', models: [{ model_id: '$forest', step: 2 }] });
corpus.get('runs/get', { run_id: '$train' });
corpus.get('logged-models/$forest/artifacts/directories');
remove('logged-models/$bare');
corpus.get('logged-models/$bare');
remove('logged-models/unknown');
