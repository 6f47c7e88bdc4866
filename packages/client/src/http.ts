import { open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { parseJson, toJson } from '@orrery/core';
import { TrackingError, UnreachableError } from './errors.ts';

export interface Credentials {
  username?: string | undefined;
  password?: string | undefined;
  token?: string | undefined;
}

const TIMEOUT_MS = 30_000;

/** Sends requests to one tracking server. */
export class Http {
  readonly uri: string;
  /** Whether it shows who it is. */
  readonly isNamed: boolean;
  readonly #headers: Record<string, string>;

  /** A user in the URI goes before other credentials. */
  constructor(uri: string, credentials: Credentials) {
    const [, scheme, user, rest] = /^(\w+:\/\/)([^/@]*)@(.*)$/.exec(uri) ?? [];
    this.uri = (user === undefined ? uri : `${scheme}${rest}`).replace(/\/+$/, '');
    const { username, password = '', token } = user === undefined ? credentials : userOf(user);
    this.#headers = authorizationOf({ username, password, token });
    this.isNamed = 'authorization' in this.#headers;
  }

  /**
   * Sends a file, however large, as the body of a PUT; credentials go to the tracking server only. Of a file that
   * grows meanwhile it sends what was there at first.
   *
   * @throws Error of the file system where the file cannot be read; else as `send`
   */
  async upload(url: string, file: string, headers: Record<string, string>): Promise<void> {
    const handle = await open(file);
    try {
      const { size } = await handle.stat();
      const own = url.startsWith(`${this.uri}/`) ? this.#headers : {};
      const body = () =>
        Readable.toWeb(handle.createReadStream({ end: size - 1, autoClose: false })) as ReadableStream;
      await this.#fetch(url, {
        method: 'PUT',
        headers: { ...own, ...headers, 'content-length': String(size) },
        ...(size > 0 && { body: body(), duplex: 'half' }),
      });
    } finally {
      await handle.close();
    }
  }

  /**
   * @throws TrackingError where the server refuses, UnreachableError where it does not answer, answers 429, or
   *   answers 500 or more
   */
  async send(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = { ...this.#headers, ...(init.headers as Record<string, string>) };
    return this.#fetch(this.uri + path, { signal: AbortSignal.timeout(TIMEOUT_MS), ...init, headers });
  }

  async get<T>(path: string, query: Record<string, string> = {}): Promise<T> {
    return readJson<T>(await this.send(`${path}?${new URLSearchParams(query)}`));
  }

  async post<T>(path: string, body: object): Promise<T> {
    const headers = { 'content-type': 'application/json' };
    return readJson<T>(await this.send(path, { method: 'POST', headers, body: toJson(body) }));
  }

  async #fetch(url: string, init: RequestInit & { duplex?: 'half' }): Promise<Response> {
    const { origin, pathname } = new URL(url);
    let response: Response;
    try {
      response = await fetch(url, init);
    } catch (error) {
      const cause = (error as Error).cause as Error | undefined;
      throw new UnreachableError(`${origin}: ${cause?.message || (error as Error).message}`, {
        cause: error,
      });
    }
    if (response.ok) return response;
    const text = await response.text().catch(() => '');
    const { error_code = '', message = text } = parse(text);
    const described = `${init.method ?? 'GET'} ${pathname}: ${message}`;
    const internal =
      response.status >= 500 && error_code !== 'INVALID_STATE' && error_code !== 'NOT_IMPLEMENTED';
    if (internal || response.status === 429)
      throw new UnreachableError(`${response.status} from ${described}`);
    throw new TrackingError(response.status, error_code, described);
  }
}

/** The header with which a client shows who it is, if it does. */
export function authorizationOf({ username, password = '', token }: Credentials): Record<string, string> {
  if (token) return { authorization: `Bearer ${token}` };
  if (!username) return {};
  return { authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}` };
}

/** A body that breaks off is no answer, as no answer is. */
async function readJson<T>(response: Response): Promise<T> {
  try {
    return parseJson(await response.text()) as T;
  } catch (error) {
    throw new UnreachableError(`${new URL(response.url).origin}: ${(error as Error).message}`, {
      cause: error,
    });
  }
}

function userOf(text: string): Credentials {
  const [username, password] = text.split(':').map(decodeURIComponent);
  return { username, password };
}

function parse(text: string): { error_code?: string; message?: string } {
  try {
    return JSON.parse(text) as { error_code?: string; message?: string };
  } catch {
    return {};
  }
}
