import http from 'node:http';

/** An answer that is no success. */
export class Refused extends Error {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;

  constructor(status: number, text: string, headers: http.IncomingHttpHeaders) {
    super(text);
    this.status = status;
    this.headers = headers;
  }
}

/** One connection to a server, which is used for one request after the other. */
export class Door {
  readonly #agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  readonly #url: string;

  constructor(url: string) {
    this.#url = url;
  }

  /** @throws Refused, or another error where the answer never came whole */
  send(method: string, path: string, body?: string | Buffer): Promise<string> {
    const headers =
      body === undefined
        ? {}
        : { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)) };
    return new Promise((resolve, reject) => {
      const request = http.request(this.#url + path, { agent: this.#agent, method, headers }, (answer) => {
        let text = '';
        answer.setEncoding('utf8').on('data', (chunk) => (text += chunk));
        answer.once('error', reject);
        answer.once('end', () => {
          const { statusCode = 0 } = answer;
          if (statusCode < 300) resolve(text);
          else reject(new Refused(statusCode, text, answer.headers));
        });
      });
      request.once('error', reject);
      request.end(body);
    });
  }

  // biome-ignore lint/suspicious/noExplicitAny: what the API answers is looked at by each test
  async post(path: string, body: object): Promise<any> {
    return JSON.parse(await this.send('POST', path, JSON.stringify(body)));
  }

  close(): void {
    this.#agent.destroy();
  }
}
