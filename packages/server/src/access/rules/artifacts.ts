import {
  type Action,
  filesNeed,
  loggedModelNeed,
  modelNeed,
  type Need,
  runNeed,
  strayFilesNeed,
  versionNeed,
} from '@orrery/access';
import { safePath } from '@orrery/artifacts';
import { invalid, isRunId } from '@orrery/core';
import { isProxied } from '../../artifacts/places.ts';
import { needs, type Question, type Rule, type Rules } from '../rule.ts';
import { ofLoggedModel, ofRun } from './tracking.ts';

const EXPERIMENT = /^(?:workspaces\/[^/]+\/)?(\d+)(?:\/|$)/;

/** Files by their path in the artifact store: those of an experiment are where its number says. */
const proxied = (action: Action, isAudited = false): Rule =>
  needs((question) => ofPath(question, pathOf(question), action), { isAudited });

const query = ({ asked }: Question) => asked.request.query as Record<string, string | string[] | undefined>;

const runFile = (action: Action, ...names: string[]): Rule =>
  needs((question) => {
    const values = query(question);
    const id = names.map((name) => values[name]).find(Boolean);
    if (!id) throw invalid('Request must specify run_id or run_uuid parameter');
    return ofRun(question, String(id), action);
  });

const versionFile: Rule = needs((question) => {
  const { name } = query(question);
  if (!name) throw invalid('Request must specify name parameter');
  return ofVersionFile(question, String(name));
});

/** Artifacts, by the proxy and by what they are of. */
export const ARTIFACT_RULES: Rules = {
  'GET /mlflow-artifacts/artifacts': proxied('read'),
  'GET /mlflow-artifacts/artifacts/*': proxied('read'),
  'PUT /mlflow-artifacts/artifacts/*': proxied('update'),
  'DELETE /mlflow-artifacts/artifacts/*': proxied('manage', true),
  'GET /mlflow-artifacts/presigned/*': proxied('read'),
  'POST /mlflow-artifacts/mpu/create/*': proxied('update'),
  'POST /mlflow-artifacts/mpu/complete/*': proxied('update'),
  'POST /mlflow-artifacts/mpu/abort/*': proxied('update'),
  'GET /get-artifact': runFile('read', 'run_id', 'run_uuid'),
  'POST /upload-artifact': runFile('update', 'run_uuid'),
  'GET /model-versions/get-artifact': versionFile,
  'GET /api/artifacts/view/:run_id/*': needs((question) =>
    ofRun(question, question.asked.name('run_id'), 'read'),
  ),
  'POST /api/artifacts/paths': needs(async (question) => {
    const found = await Promise.all(
      question.asked.list('run_ids').map((id) => ofRun(question, String(id), 'read')),
    );
    return found.includes(null) ? null : (found as Need[][]).flat();
  }),
  'GET /api/artifacts/zip': needs((question) => {
    const { run_id, model_id, name } = query(question);
    if (run_id) return ofRun(question, String(run_id), 'read');
    if (model_id) return ofLoggedModel(question, String(model_id), 'read');
    if (name) return ofVersionFile(question, String(name));
    throw invalid('Request must specify run_id, model_id, or name and version.');
  }),
};

async function ofVersionFile({ resources }: Question, name: string): Promise<Need[] | null> {
  const kind = await resources.modelKind(name);
  return kind && [modelNeed('registered_model', name, 'read'), versionNeed(kind, name, 'read')];
}

function pathOf({ asked }: Question): string {
  const { '*': inPath } = asked.request.params as { '*'?: string };
  const { path = '' } = asked.request.query as { path?: string };
  if (typeof path !== 'string') throw invalid('Invalid path');
  return safePath(inPath ?? path);
}

async function ofPath(question: Question, path: string, action: Action): Promise<Need[] | null> {
  const { caller, resources } = question;
  if (caller.run) {
    const root = isProxied((await resources.artifactUri(caller.run.runId)) ?? '');
    if (root && isBelow(path, safePath(root))) return [runNeed(caller.run, action)];
  }
  const experimentId = EXPERIMENT.exec(path)?.[1];
  if (experimentId === undefined) return [strayFilesNeed(action)];
  const [first, second, third] = path.replace(EXPERIMENT, '').split('/');
  if (caller.run && first === 'models' && second && third === 'artifacts') {
    const place = await resources.loggedModel(second);
    return place?.experimentId === experimentId ? [loggedModelNeed(place, action)] : null;
  }
  return [filesNeed(experimentId, tiersOf(first, second, action === 'manage'), action)];
}

/** Whose files a path below an experiment's leads to; deleting deletes all that is below it. */
function tiersOf(first: string | undefined, second: string | undefined, isRecursive: boolean) {
  if (!first) return isRecursive ? (['run', 'trace', 'logged_model'] as const) : [];
  if (first === 'models') return ['logged_model'] as const;
  if (first === 'traces') return ['trace'] as const;
  return second === 'artifacts' || isRunId(first) || isRecursive ? (['run'] as const) : [];
}

function isBelow(path: string, root: string): boolean {
  return path === root || path.startsWith(`${root}/`);
}
