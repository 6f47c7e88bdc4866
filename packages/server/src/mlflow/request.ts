import { invalid, parseJson } from '@orrery/core';
import type { FastifyRequest } from 'fastify';
import { type Checks, runChecks } from './checks.ts';
import type { MessageType, Values } from './message.ts';
import { isObject, ParseError, readMessage } from './read.ts';

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
  rejectTwoSpellings(json, type);
  const values: Values<M> = {};
  const problem = tryRead(type, json, values);
  runChecks(checks, isObject(json) ? json : {}, problem === null);
  if (problem !== null) throw invalid(`The request cannot be read: ${problem}.`);
  return values;
}

function tryRead<M extends MessageType>(type: M, json: unknown, into: Values<M>): string | null {
  try {
    readMessage(type, json, into);
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
  const { camelCased, nested } = spellingsOf(type);
  for (const [name, camel] of camelCased) {
    if (name in json && camel in json)
      throw invalid(`Request specifies both '${name}' and '${camel}'; provide only one of them.`);
  }
  for (const [name, camel, inner] of nested) {
    const value = json[name] ?? json[camel];
    if (Array.isArray(value)) for (const item of value) rejectTwoSpellings(item, inner);
    else rejectTwoSpellings(value, inner);
  }
}

interface Spellings {
  /** Of each field that has two. */
  camelCased: [name: string, camel: string][];
  /** Of each field that holds messages. */
  nested: [name: string, camel: string, type: MessageType][];
}

const SPELLINGS = new WeakMap<MessageType, Spellings>();

function spellingsOf(type: MessageType): Spellings {
  let spellings = SPELLINGS.get(type);
  if (spellings === undefined) {
    spellings = { camelCased: [], nested: [] };
    for (const [name, field] of Object.entries(type.fields)) {
      const camel = name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
      if (camel !== name) spellings.camelCased.push([name, camel]);
      if (typeof field.type === 'object' && 'fields' in field.type)
        spellings.nested.push([name, camel, field.type]);
    }
    SPELLINGS.set(type, spellings);
  }
  return spellings;
}
