import { invalid, parseJson } from '@orrery/core';
import type { FastifyRequest } from 'fastify';
import { type Checks, runChecks } from './checks.ts';
import type { MessageType, Values } from './message.ts';
import { isObject, ParseError, readMessage, type Seen } from './read.ts';

/**
 * Reads a request as a message: from the query of a GET, from the JSON body else.
 *
 * @throws OrreryError with MLflow's message where a check fails
 */
export function readRequest<M extends MessageType>(
  request: FastifyRequest,
  type: M,
  checks: Checks,
): Values<M> {
  const json =
    request.method === 'GET' && request.url.includes('?') ? fromQuery(request, type) : fromBody(request);
  const values: Values<M> = {};
  const seen: Seen = { camelCase: false };
  const problem = tryRead(type, json, values, seen);
  if (seen.camelCase || problem !== null) rejectTwoSpellings(json, type);
  runChecks(checks, isObject(json) ? json : {}, problem === null);
  if (problem !== null) throw invalid(`The request cannot be read: ${problem}.`);
  return values;
}

function tryRead<M extends MessageType>(type: M, json: unknown, into: Values<M>, seen: Seen): string | null {
  try {
    readMessage(type, json, into, seen);
    return null;
  } catch (error) {
    if (error instanceof ParseError) return error.message;
    throw error;
  }
}

/** The body's JSON as it came; some old clients encode it twice. */
export function fromBody(request: FastifyRequest): unknown {
  if (request.method === 'POST' || request.method === 'PUT')
    checkContentType(request.headers['content-type']);
  return bodyJson(request);
}

/** As `fromBody`, whatever type the body is said to have. */
export function bodyJson(request: FastifyRequest): unknown {
  let json = parse(request.body);
  if (typeof json === 'string') json = parse(json);
  return json ?? {};
}

function fromQuery(request: FastifyRequest, type: MessageType): Record<string, unknown> {
  const query = request.query as Record<string, string | string[]>;
  const json: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(type.fields)) {
    const given = query[name];
    if (given === undefined) continue;
    const values = Array.isArray(given) ? given : [given];
    json[name] = field.repeated ? values : field.type === 'bool' ? boolean(values[0]) : values[0];
  }
  return json;
}

function boolean(text: string | undefined): boolean {
  if (text !== undefined && /^(true|false)$/i.test(text)) return text.toLowerCase() === 'true';
  throw invalid(`Invalid boolean value: ${text}, must be 'true' or 'false'.`);
}

function checkContentType(header: string | undefined): void {
  if (header === undefined) throw invalid('Bad Request. Content-Type header is missing.');
  if (header.split(';')[0] === 'application/json') return;
  throw invalid("Bad Request. Content-Type must be one of ['application/json'].");
}

function parse(text: unknown): unknown {
  if (typeof text !== 'string' || text === '') return undefined;
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}

function rejectTwoSpellings(json: unknown, type: MessageType): void {
  if (!isObject(json)) return;
  for (const [spelling, { name, isCamelCase }] of type.spellings) {
    if (isCamelCase && name in json && spelling in json)
      throw invalid(`Request specifies both '${name}' and '${spelling}'; provide only one of them.`);
  }
  for (const [spelling, { field }] of type.spellings) {
    if (typeof field.type === 'string' || !('spellings' in field.type)) continue;
    const value = json[spelling];
    if (Array.isArray(value)) for (const item of value) rejectTwoSpellings(item, field.type);
    else rejectTwoSpellings(value, field.type);
  }
}
