import http from 'node:http';

export interface Request {
  method: 'GET' | 'POST';
  path: string;
  body?: string;
}

export interface Load {
  /** Answers a second. */
  rate: number;
  /** Milliseconds. */
  p50: number;
  p99: number;
}

/**
 * Sends requests over a number of connections, each waiting for its answer, for a bounded time.
 *
 * @param next makes the n-th request
 * @throws Error for an answer that is not 200
 */
export async function load(
  baseUrl: string,
  connections: number,
  seconds: number,
  next: (n: number) => Request,
): Promise<Load> {
  const agent = new http.Agent({ keepAlive: true, maxSockets: connections });
  const times: number[] = [];
  let n = 0;
  const start = performance.now();
  const end = start + seconds * 1000;
  const worker = async () => {
    while (performance.now() < end) {
      const sent = performance.now();
      await send(agent, baseUrl, next(n++));
      times.push(performance.now() - sent);
    }
  };
  await Promise.all(Array.from({ length: connections }, worker));
  const elapsed = (performance.now() - start) / 1000;
  agent.destroy();
  times.sort((a, b) => a - b);
  const at = (share: number) =>
    times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? Number.NaN;
  return { rate: times.length / elapsed, p50: at(0.5), p99: at(0.99) };
}

/** Sends one request and resolves to its body. */
export function send(agent: http.Agent, baseUrl: string, request: Request): Promise<string> {
  return new Promise((resolve, reject) => {
    const headers = request.body === undefined ? {} : { 'content-type': 'application/json' };
    const call = http.request(
      baseUrl + request.path,
      { agent, method: request.method, headers },
      (answer) => {
        let text = '';
        answer.setEncoding('utf8');
        answer.on('data', (chunk) => {
          text += chunk;
        });
        answer.on('end', () => {
          if (answer.statusCode === 200) resolve(text);
          else
            reject(
              new Error(`${request.method} ${request.path}: ${answer.statusCode} ${text.slice(0, 300)}`),
            );
        });
      },
    );
    call.on('error', reject);
    call.end(request.body);
  });
}
