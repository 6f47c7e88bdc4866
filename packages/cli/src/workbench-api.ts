import { authorizationOf, credentialsFromEnvironment } from '@orrery/client';
import { OrreryError } from '@orrery/core';
import type { OrchestrationEvent, OrchestrationState } from '@orrery/runner/orchestrations';
import type { ServerConfig } from '@orrery/server';
import { findServer } from './pid-file.ts';

/** The workbench of the server that runs on this store. */
export class WorkbenchApi {
  readonly url: string;
  /** Who asks, by MLflow's variables. */
  readonly #named = authorizationOf(credentialsFromEnvironment());

  /** @throws OrreryError where no server runs */
  constructor({ storeDir }: ServerConfig) {
    const server = findServer(storeDir);
    if (!server)
      throw new OrreryError('INVALID_STATE', "No server runs on this store. Start it with 'orrery up'.");
    this.url = server.url;
  }

  get<T>(path: string): Promise<T> {
    return this.#send<T>(path, {});
  }

  post<T>(path: string, body: object): Promise<T> {
    const headers = { 'content-type': 'application/json' };
    return this.#send<T>(path, { method: 'POST', headers, body: JSON.stringify(body) });
  }

  /** The state of an orchestration, then what happens in it, for as long as anybody asks. */
  async *follow(
    id: string,
  ): AsyncGenerator<OrchestrationEvent | { kind: 'state'; state: OrchestrationState }> {
    const answer = await fetch(`${this.url}/api/workbench/orchestrations/${id}/events`, {
      headers: this.#named,
    });
    let rest = '';
    for await (const chunk of answer.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      const blocks = (rest + chunk).split('\n\n');
      rest = blocks.pop() ?? '';
      for (const block of blocks) {
        const event = /^event: (.*)$/m.exec(block)?.[1];
        const data = /^data: (.*)$/m.exec(block)?.[1];
        if (!event || data === undefined) continue;
        if (event === 'state') yield { kind: 'state', state: JSON.parse(data) as OrchestrationState };
        else yield JSON.parse(data) as OrchestrationEvent;
      }
    }
  }

  async #send<T>(path: string, init: RequestInit): Promise<T> {
    const headers = { ...this.#named, ...(init.headers as Record<string, string>) };
    const answer = await fetch(`${this.url}/api/workbench/${path}`, { ...init, headers });
    const body = (await answer.json()) as T & { message?: string };
    if (!answer.ok) throw new OrreryError('INVALID_PARAMETER_VALUE', body.message ?? `HTTP ${answer.status}`);
    return body;
  }
}
