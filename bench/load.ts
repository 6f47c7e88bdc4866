import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** A request; in its path and its body `{n}` stands for a number that no other has, `{run}` for the next of its runs. */
export interface Request {
  method: 'GET' | 'POST';
  path: string;
  body?: string;
  runs?: string[];
}

export interface Load {
  /** Answers. */
  requests: number;
  /** Answers a second. */
  rate: number;
  /** Milliseconds. */
  p50: number;
  p99: number;
}

interface WrkSummary {
  requests: number;
  microseconds: number;
  p50: number;
  p99: number;
  refused: number;
  broken: number;
}

const SCRIPT = fileURLToPath(new URL('./load.lua', import.meta.url));
let wrk: string | undefined;
let sent = 0;

/**
 * Sends a request over a number of connections, each waiting for its answer, for a bounded time. wrk sends, which takes
 * a tenth of the time that a client in Node would take from the servers.
 *
 * @param mayFail the share of answers that need not be 2xx or 3xx; they are told, and not counted
 * @throws Error where more were not
 */
export async function load(
  baseUrl: string,
  connections: number,
  seconds: number,
  { method, path, body, runs = [] }: Request,
  mayFail = 0,
): Promise<Load> {
  wrk ??= execFileSync(fileURLToPath(new URL('../scripts/wrk', import.meta.url)), {
    encoding: 'utf8',
  }).trim();
  const folder = mkdtempSync(join(tmpdir(), 'orrery-load-'));
  try {
    const file = join(folder, 'request');
    writeFileSync(file, `${path}\n${runs.join(',')}\n${body ?? ''}`);
    const options = ['-t', '1', '-c', String(connections), '-d', `${seconds}s`, '--timeout', '30s'];
    const args = [...options, '-s', SCRIPT, baseUrl, '--', method, file, String(sent)];
    const { stdout } = await promisify(execFile)(wrk, args);
    const summary = JSON.parse(stdout.trim().split('\n').at(-1) as string) as WrkSummary;
    const { requests, microseconds, p50, p99, refused, broken } = summary;
    sent += requests + connections;
    // A second is little for what takes one; what answers nothing in ten has a rate of 0.
    if (requests === 0 && seconds < 10)
      return await load(
        baseUrl,
        connections,
        seconds * 10,
        { method, path, ...(body && { body }), runs },
        mayFail,
      );
    const failed = refused + broken;
    if (failed > mayFail * requests)
      throw new Error(`${method} ${path}: of ${requests} requests, ${refused} were refused, ${broken} broke`);
    if (failed > 0)
      console.error(`${baseUrl}: ${failed} of ${requests} requests failed, and are not counted`);
    return { requests, rate: ((requests - failed) / microseconds) * 1e6, p50, p99 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Sends one request and resolves to what is in its answer. */
export async function send(baseUrl: string, { method, path, body }: Request): Promise<unknown> {
  const answer = await fetch(baseUrl + path, {
    method,
    ...(body !== undefined && { body, headers: { 'content-type': 'application/json' } }),
  });
  if (!answer.ok)
    throw new Error(`${method} ${path}: ${answer.status} ${(await answer.text()).slice(0, 300)}`);
  return answer.json();
}
