import { urlOf } from './base.ts';
import { pageHeaders, signedIn } from './session.ts';

/** What a server said when it refused, in MLflow's form. */
export class ApiError extends Error {
  readonly code: string;
  readonly status: number;
  /** Where in the filter or order that was sent, counted from 0; undefined of other errors. */
  readonly position: number | undefined;

  constructor(code: string, message: string, status: number, position?: number) {
    super(message);
    this.code = code;
    this.status = status;
    this.position = position;
  }
}

const MLFLOW = '/ajax-api/2.0/mlflow/';

type Query = Readonly<Record<string, string | number | undefined>>;

/** GET a same-origin JSON route. */
export function getJson<T>(path: string, query: Query = {}, signal?: AbortSignal): Promise<T> {
  const pairs = Object.entries(query).filter(
    (pair): pair is [string, string | number] => pair[1] !== undefined,
  );
  const search = new URLSearchParams(pairs.map(([key, value]) => [key, String(value)])).toString();
  return send<T>(search ? `${path}?${search}` : path, { signal: signal ?? null });
}

/** GET one of MLflow's REST calls: `mlflowGet('runs/get', { run_id })`. */
export function mlflowGet<T>(call: string, query: Query, signal?: AbortSignal): Promise<T> {
  return getJson<T>(MLFLOW + call, query, signal);
}

/** POST JSON to a same-origin route. */
export function postJson<T>(path: string, body: unknown, signal?: AbortSignal): Promise<T> {
  return sendJson<T>('POST', path, body, signal);
}

/** PATCH JSON to a same-origin route. */
export function patchJson<T>(path: string, body: unknown): Promise<T> {
  return sendJson<T>('PATCH', path, body);
}

/** PUT JSON to a same-origin route. */
export function putJson<T>(path: string, body: unknown): Promise<T> {
  return sendJson<T>('PUT', path, body);
}

/** DELETE a same-origin route. */
export function deleteJson<T>(path: string, body?: object): Promise<T> {
  return body ? sendJson<T>('DELETE', path, body) : send<T>(path, { method: 'DELETE' });
}

/** POST one of MLflow's REST calls: `mlflowPost('runs/search', { experiment_ids })`. */
export function mlflowPost<T>(call: string, body: unknown, signal?: AbortSignal): Promise<T> {
  return postJson<T>(MLFLOW + call, body, signal);
}

function sendJson<T>(method: string, path: string, body: unknown, signal?: AbortSignal): Promise<T> {
  return send<T>(path, {
    method,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal: signal ?? null,
  });
}

async function send<T>(path: string, init: RequestInit): Promise<T> {
  let response: Response;
  try {
    response = await fetch(urlOf(path), { ...init, headers: { ...init.headers, ...pageHeaders() } });
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause;
    throw new ApiError('UNREACHABLE', 'The server does not answer.', 0);
  }
  const text = await response.text();
  const body = parse(text);
  // The session has ended: the page asks who one is.
  if (response.status === 401 && signedIn()) location.reload();
  if (!response.ok) {
    const {
      error_code = `HTTP_${response.status}`,
      message = response.statusText,
      position,
    } = (body ?? {}) as { error_code?: string; message?: string; position?: number };
    const said = message || `The server answered ${response.status}.`;
    const where = position === undefined ? '' : ` (at character ${position + 1})`;
    throw new ApiError(error_code, said + where, response.status, position);
  }
  if (body === undefined) throw new ApiError('NOT_JSON', 'The server’s answer is not JSON.', response.status);
  return body as T;
}

function parse(text: string): unknown {
  try {
    return text === '' ? {} : JSON.parse(text);
  } catch {
    return undefined;
  }
}
