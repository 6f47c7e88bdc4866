import {
  type Action,
  createNeed,
  createWithinNeed,
  experimentNeed,
  loggedModelNeed,
  type Need,
  runNeed,
} from '@orrery/access';
import { invalid, OrreryError } from '@orrery/core';
import { CALLER, needs, type Question, type Rule, type Rules, search } from '../rule.ts';

const experiment = (action: Action, more: Partial<Rule> = {}): Rule =>
  needs(({ asked }) => [experimentNeed(asked.name('experiment_id'), action)], more);

/** A run that is missing is refused as one that is denied: an answer tells nobody which there are. */
const run = (action: Action, more: Partial<Rule> = {}): Rule =>
  needs(async (question) => ofRun(question, question.asked.name('run_id'), action), more);

/** To log to a run, and to each logged model that metrics are of. */
const log = (modelIds: (question: Question) => unknown[]): Rule =>
  needs(async (question) => {
    const found = await ofRun(question, question.asked.name('run_id'), 'update');
    for (const id of new Set(modelIds(question))) {
      if (!id) continue;
      const model = await ofLoggedModel(question, id, 'update');
      if (!model) return null;
      found?.push(...model);
    }
    return found;
  });

const loggedModel = (action: Action, more: Partial<Rule> = {}): Rule =>
  needs(async (question) => {
    const { asked } = question;
    const { model_id: inPath } = asked.request.params as { model_id: string };
    const all: Need[] = [];
    // A body may name a model, too, which its route then goes by.
    for (const id of new Set([inPath, inBody(asked.request.body) ?? inPath])) {
      const one = await ofLoggedModel(question, id, action);
      if (!one) return null;
      all.push(...one);
    }
    return all;
  }, more);

const runs = (name: string): Rule =>
  needs(async ({ asked, resources }) => {
    const ids = asked.list(name);
    if (ids.length === 0) throw invalid(`Request must specify at least one ${name}.`);
    const places = await Promise.all(ids.map((id) => resources.knownRun(String(id))));
    return places.map((place) => runNeed(place, 'read'));
  });

const datasets: Rule = needs(({ asked }) => {
  const ids = asked.list('experiment_ids');
  if (ids.length === 0) throw invalid('SearchDatasets request must specify at least one experiment_id.');
  return ids.map((id) => experimentNeed(String(id), 'read'));
});

/** Experiments, runs, metrics and logged models of MLflow's API, as MLflow's basic-auth guards them. */
export const TRACKING_RULES: Rules = {
  'POST /experiments/create': needs(() => [createNeed('experiment')], {
    after: ({ access, caller, answer }) =>
      access.grants.set(caller.user.username, 'experiment', String(answer.experiment_id), 'MANAGE'),
  }),
  'GET /experiments/get': experiment('read'),
  'GET /experiments/get-by-name': needs(async ({ asked, resources }) => [
    experimentNeed(await resources.experimentByName(asked.name('experiment_name')), 'read'),
  ]),
  'GET /experiments/search': CALLER,
  'POST /experiments/search': CALLER,
  'POST /experiments/update': experiment('update'),
  'POST /experiments/delete': experiment('delete', { isAudited: true }),
  'POST /experiments/restore': experiment('delete', { isAudited: true }),
  'POST /experiments/set-experiment-tag': experiment('update'),
  'POST /experiments/delete-experiment-tag': experiment('update'),
  'POST /experiments/search-datasets': datasets,

  'POST /runs/create': needs(({ asked }) => [createWithinNeed('run', asked.name('experiment_id'))]),
  'GET /runs/get': run('read'),
  'POST /runs/update': run('update', {
    after: async ({ access, asked }) => {
      const status = asked.optional('status');
      if (status !== undefined && status !== 'RUNNING' && status !== 'SCHEDULED')
        await access.tokens.endRun(asked.name('run_id'));
    },
  }),
  'POST /runs/delete': run('delete', { isAudited: true }),
  'POST /runs/restore': run('delete', { isAudited: true }),
  'POST /runs/search': CALLER,
  'POST /runs/log-metric': log(({ asked }) => [named(asked.optional('model_id'), asked.optional('modelId'))]),
  'POST /runs/log-parameter': run('update'),
  'POST /runs/set-tag': run('update'),
  'POST /runs/delete-tag': run('update'),
  'POST /runs/log-batch': log(({ asked }) => modelIds(asked.list('metrics'))),
  'POST /runs/log-inputs': log(({ asked }) => modelIds(asked.list('models'))),
  'POST /runs/outputs': log(({ asked }) => modelIds(asked.list('models'))),
  'POST /runs/log-model': run('update'),

  'GET /metrics/get-history': run('read'),
  'GET /metrics/get-history-bulk': runs('run_id'),
  'GET /metrics/get-history-bulk-interval': runs('run_ids'),

  'POST /logged-models': needs(async (question) => {
    const { asked } = question;
    const made = createWithinNeed('logged_model', asked.name('experiment_id'));
    const source = named(asked.optional('source_run_id'), asked.optional('sourceRunId'));
    if (!source) return [made];
    const read = await ofRun(question, source, 'read');
    return read && [{ ...made, runId: source }, ...read];
  }),
  'POST /logged-models/search': search(/\bsource_run_id\b/),
  'GET /logged-models/:model_id': loggedModel('read'),
  'PATCH /logged-models/:model_id': loggedModel('update'),
  'DELETE /logged-models/:model_id': loggedModel('delete', { isAudited: true }),
  'POST /logged-models/:model_id/params': loggedModel('update'),
  'PATCH /logged-models/:model_id/tags': loggedModel('update'),
  'DELETE /logged-models/:model_id/tags/:tag_key': loggedModel('delete'),
  'GET /logged-models/:model_id/artifacts/directories': loggedModel('read'),
  'GET /logged-models/:model_id/artifacts/files': loggedModel('read'),

  'GET /artifacts/list': run('read'),
  'POST /artifacts/presigned-download-url': run('read'),
  'POST /artifacts/presigned-upload-url': needs(async (question) => {
    const { asked } = question;
    const runId = named(asked.optional('run_id'), asked.optional('runId'));
    const modelId = named(asked.optional('model_id'), asked.optional('modelId'));
    if ((runId === '') === (modelId === ''))
      throw new OrreryError(
        'INVALID_PARAMETER_VALUE',
        'Exactly one of run_id and model_id must be provided.',
      );
    return modelId ? ofLoggedModel(question, modelId, 'update') : ofRun(question, runId, 'update');
  }),
};

export async function ofRun({ resources }: Question, runId: string, action: Action): Promise<Need[] | null> {
  const place = await resources.run(runId);
  return place && [runNeed(place, action)];
}

export async function ofLoggedModel(
  { resources }: Question,
  modelId: unknown,
  action: Action,
): Promise<Need[] | null> {
  const place = await resources.loggedModel(String(modelId));
  return place && [loggedModelNeed(place, action)];
}

/** A field as MLflow reads it, by either spelling. */
function named(value: unknown, camelCased: unknown): string {
  const given = value ?? camelCased;
  return typeof given === 'string' ? given : '';
}

function modelIds(items: unknown[]): unknown[] {
  return items.map((item) => {
    const { model_id, modelId } = (item ?? {}) as { model_id?: unknown; modelId?: unknown };
    return model_id ?? modelId;
  });
}

function inBody(body: unknown): unknown {
  if (typeof body !== 'string') return undefined;
  try {
    const { model_id, modelId } = JSON.parse(body);
    return model_id ?? modelId;
  } catch {
    return undefined;
  }
}
