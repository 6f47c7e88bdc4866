import {
  type Action,
  createNeed,
  createVersionNeed,
  type ModelKind,
  modelNeed,
  type Need,
  versionNeed,
  wholeModelNeed,
} from '@orrery/access';
import { modelKindOf } from '@orrery/models';
import { parseModelUri } from '../../mlflow/model-source.ts';
import { isObject } from '../../mlflow/read.ts';
import {
  ADMIN,
  type Answered,
  CALLER,
  needs,
  type Question,
  type Rule,
  type Rules,
  search,
} from '../rule.ts';
import { ofLoggedModel, ofRun } from './tracking.ts';

type OfModel = (kind: ModelKind, name: string) => Need;

/** A model that is missing is judged as a registered one, so that its route says that it is missing. */
const model = (action: Action, more: Partial<Rule> = {}): Rule =>
  needs(async ({ asked, resources }) => {
    const name = asked.name('name');
    return [modelNeed((await resources.modelKind(name)) ?? 'registered_model', name, action)];
  }, more);

/** A model that is missing is refused. */
const known = (need: OfModel, more: Partial<Rule> = {}): Rule =>
  needs(({ asked, resources }) => ofModel(asked.name('name'), need, { resources }), more);

const version = (action: Action, more: Partial<Rule> = {}): Rule =>
  known((kind, name) => versionNeed(kind, name, action), more);

/** Registered models, their versions and webhooks of MLflow's API, as MLflow's basic-auth guards them. */
export const REGISTRY_RULES: Rules = {
  'POST /registered-models/create': needs(
    ({ asked }) => [createNeed(kindOf(asked.list('tags')), String(asked.optional('name') ?? '*'))],
    { after: grantMade },
  ),
  'GET /registered-models/get': model('read'),
  'PATCH /registered-models/update': model('update'),
  'POST /registered-models/rename': model('update', {
    after: async ({ access, asked }) =>
      access.grants.rename(['registered_model', 'prompt'], asked.name('name'), asked.name('new_name')),
  }),
  'DELETE /registered-models/delete': known((kind, name) => wholeModelNeed(kind, name, 'delete', 'delete'), {
    after: async ({ access, asked }) =>
      access.grants.forget(['registered_model', 'prompt'], asked.name('name')),
    isAudited: true,
  }),
  'GET /registered-models/search': CALLER,
  'GET /registered-models/get-latest-versions': version('read'),
  'POST /registered-models/get-latest-versions': version('read'),
  'POST /registered-models/set-tag': model('update'),
  'DELETE /registered-models/delete-tag': model('update'),
  'POST /registered-models/alias': known((kind, name) => wholeModelNeed(kind, name, 'update', 'read')),
  'DELETE /registered-models/alias': known((kind, name) => wholeModelNeed(kind, name, 'delete', 'read')),
  'GET /registered-models/alias': version('read'),

  'POST /model-versions/create': needs(async (question) => {
    const { asked } = question;
    const container = await ofModel(asked.name('name'), createVersionNeed, question);
    const sources = container && (await ofSources(question));
    return sources && [...container, ...sources];
  }),
  'GET /model-versions/get': version('read'),
  'PATCH /model-versions/update': version('update'),
  'POST /model-versions/transition-stage': version('update'),
  'DELETE /model-versions/delete': version('delete', { isAudited: true }),
  'GET /model-versions/get-download-uri': version('read'),
  'GET /model-versions/search': search(/\brun_id\b/),
  'POST /model-versions/set-tag': version('update'),
  'DELETE /model-versions/delete-tag': version('delete'),

  'POST /webhooks': ADMIN,
  'GET /webhooks': ADMIN,
  'GET /webhooks/:webhook_id': ADMIN,
  'PATCH /webhooks/:webhook_id': ADMIN,
  'DELETE /webhooks/:webhook_id': ADMIN,
  'POST /webhooks/:webhook_id/test': ADMIN,
};

async function ofModel(
  name: string,
  need: OfModel,
  { resources }: Pick<Question, 'resources'>,
): Promise<Need[] | null> {
  const kind = await resources.modelKind(name);
  return kind && [need(kind, name)];
}

/** A version shows what it is made from: that has to be readable. Another version stands for its own files. */
async function ofSources(question: Question): Promise<Need[] | null> {
  const { asked } = question;
  const uri = parseModelUri(String(asked.optional('source') ?? ''));
  if (uri?.name !== undefined)
    return ofModel(uri.name, (kind, name) => modelNeed(kind, name, 'read'), question);
  const [runId, modelId] = [given(asked, 'run_id', 'runId'), given(asked, 'model_id', 'modelId')];
  const found = await Promise.all([
    runId === undefined ? [] : ofRun(question, runId, 'read'),
    ...[modelId, uri?.modelId]
      .filter((id) => id !== undefined)
      .map((id) => ofLoggedModel(question, id, 'read')),
  ]);
  return found.includes(null) ? null : (found as Need[][]).flat();
}

/** A field by either spelling; undefined where it is absent, and only there. */
function given(asked: Question['asked'], name: string, camelCased: string): string | undefined {
  const value = asked.optional(name) ?? asked.optional(camelCased);
  return value === undefined || value === null ? undefined : String(value);
}

/** Who made a model manages it. */
async function grantMade({ access, caller, answer }: Answered): Promise<void> {
  const { name, tags = [] } = answer.registered_model as { name: string; tags?: unknown[] };
  await access.grants.set(caller.user.username, kindOf(tags), name, 'MANAGE');
}

function kindOf(tags: unknown[]): ModelKind {
  const readable = tags
    .filter(isObject)
    .map(({ key, value }) => ({ key: String(key ?? ''), value: String(value ?? '') }));
  return modelKindOf(readable);
}
