import type { Caller } from '@orrery/access';
import { isRunId } from '@orrery/core';
import type { FastifyRequest } from 'fastify';
import { isObject } from '../mlflow/read.ts';

/** What tells of runs and logged models in answers about something else. */
const OF_RUNS = ['run_id', 'run_link', 'source_run_id'];
const OF_MODELS = ['model_id', 'model_params', 'model_metrics', 'model_inputs', 'model_outputs'];

/**
 * Takes out of an answer what tells of runs, logged models or versions to whom these are denied as a whole; for all
 * others it stays as it is, unread.
 */
export function redact<P extends Buffer | string>(
  { user, grants }: Caller,
  request: FastifyRequest,
  payload: P,
): P | Buffer {
  if (user.isAdmin) return payload;
  const denied = (type: 'run' | 'logged_model') => grants.granted(type, '*') === 'DENY';
  const versions = ['registered_model', 'prompt'].some(
    (kind) => grants.granted(`${kind as 'prompt'}_version`, '*') === 'DENY',
  );
  const [runs, models] = [denied('run'), denied('logged_model')];
  if (!runs && !models && !versions) return payload;
  const url = request.routeOptions.url ?? '';
  if (!/^\/(ajax-)?api\//.test(url)) return payload;
  const hidden = new Set([
    ...(runs && !/\/runs\//.test(url) ? OF_RUNS : []),
    ...(models && !/\/logged-models/.test(url) ? OF_MODELS : []),
    ...(versions ? ['latest_versions'] : []),
  ]);
  const answer = JSON.parse(payload.toString() || '{}');
  if (runs && /\/mlflow-artifacts\/artifacts$/.test(url) && Array.isArray(answer.files))
    answer.files = answer.files.filter(({ path }: { path: string }) => !isRunId(path));
  return Buffer.from(JSON.stringify(without(answer, hidden)));
}

function without(value: unknown, hidden: ReadonlySet<string>): unknown {
  if (Array.isArray(value)) return value.map((item) => without(item, hidden));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => !hidden.has(name))
      .map(([name, item]) => [name, without(item, hidden)]),
  );
}
