import { invalid } from '@orrery/core';
import type { FastifyRequest } from 'fastify';
import { isObject } from '../mlflow/read.ts';
import { bodyJson } from '../mlflow/request.ts';

type Values = Readonly<Record<string, unknown>>;

/** What a request names, read from where its route reads it: the query of a GET, the JSON body else; and its path. */
export class Asked {
  readonly request: FastifyRequest;
  readonly #values: Values;

  constructor(request: FastifyRequest) {
    this.request = request;
    this.#values = { ...sourceOf(request), ...(request.params as Values) };
  }

  /** @throws OrreryError INVALID_PARAMETER_VALUE with MLflow's message where it is missing */
  value(name: string): unknown {
    if (name in this.#values) return this.#values[name];
    if (name === 'run_id') return this.value('run_uuid');
    throw invalid(
      `Missing value for required parameter '${name}'. See the API docs for more information about request parameters.`,
    );
  }

  /** A value that names something, the first of several; what is no text names nothing. */
  name(name: string): string {
    const [value] = [this.value(name)].flat();
    return typeof value === 'string' ? value : '';
  }

  /** @throws OrreryError INVALID_PARAMETER_VALUE for what is no whole number */
  integer(name: string): number {
    const value = this.value(name);
    const number = typeof value === 'string' && /^\s*[+-]?\d+\s*$/.test(value) ? Number(value) : value;
    if (typeof number === 'number' && Number.isFinite(number)) return Math.trunc(number);
    throw invalid(`Parameter '${name}' must be an integer. Got: ${JSON.stringify(value)}`);
  }

  get all(): Values {
    return this.#values;
  }

  has(name: string): boolean {
    return name in this.#values;
  }

  optional(name: string): unknown {
    return this.#values[name];
  }

  /** A value that is a list, or one of them alone. */
  list(name: string): unknown[] {
    const value = this.#values[name];
    return value === undefined || value === null ? [] : [value].flat();
  }
}

function sourceOf(request: FastifyRequest): Values {
  const { method, headers, query } = request;
  const isQuery = method === 'GET' || method === 'HEAD' ? request.url.includes('?') : false;
  const isJson = /^application\/json\b/.test(headers['content-type'] ?? '');
  if (isQuery || (method === 'DELETE' && !isJson && request.body === undefined)) return query as Values;
  const body = isObject(request.body) ? request.body : bodyJson(request);
  return isObject(body) ? body : {};
}
