import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Webhook, WebhookEvent } from '@orrery/core';
import { invalid } from '@orrery/core';
import { syncFolder } from '@orrery/database/folder';
import type { ModelRegistry } from '@orrery/models';
import pLimit from 'p-limit';
import { exampleOf } from './events.ts';
import { Fernet, newFernetKey } from './fernet.ts';
import { deliver } from './send.ts';
import { checkTarget, type TargetPolicy, targetPolicy } from './target.ts';

const AT_ONCE = 10;
const KEY_VARIABLE = 'MLFLOW_WEBHOOK_SECRET_ENCRYPTION_KEY';

export interface WebhookDispatcherOptions {
  registry: ModelRegistry;
  env: Readonly<Record<string, string | undefined>>;
  /** Where the key for secrets is kept if the environment names none. */
  storeDir: string;
  onError: (message: string) => void;
}

export interface WebhookTest {
  success: boolean;
  status?: number;
  body?: string;
  error?: string;
}

/** Tells webhooks what happened in the registry, behind the back of the request that did it. */
export class WebhookDispatcher {
  readonly #options: WebhookDispatcherOptions;
  readonly #policy: TargetPolicy;
  readonly #limit = pLimit(AT_ONCE);

  constructor(options: WebhookDispatcherOptions) {
    this.#options = options;
    this.#policy = targetPolicy(options.env);
  }

  /** Never fails: what goes wrong is told to `onError`. */
  announce(event: WebhookEvent, data: object): void {
    this.#deliverAll(event, data).catch((error: Error) => this.#options.onError(error.message));
  }

  /** Sends an example of an event to one webhook, and tells what came of it. */
  async test(webhook: Webhook, event: WebhookEvent): Promise<WebhookTest> {
    try {
      const { status, body } = await this.#deliver(webhook, event, exampleOf(event));
      return { success: status < 400, status, body };
    } catch (error) {
      return { success: false, error: `Failed to test webhook: ${(error as Error).message}` };
    }
  }

  checkUrl(url: string): Promise<void> {
    return checkTarget(url, this.#policy);
  }

  seal(secret: string): string {
    return this.#fernet().encrypt(secret);
  }

  async #deliverAll(event: WebhookEvent, data: object): Promise<void> {
    for (const webhook of await this.#options.registry.webhooksFor(event)) {
      this.#limit(() => this.#deliver(webhook, event, data)).catch((error: Error) =>
        this.#options.onError(
          `Webhook '${webhook.name}' (${webhook.url}) was not told of ${event.entity}.${event.action}: ${error.message}`,
        ),
      );
    }
  }

  #deliver({ url, secret: sealed }: Webhook, event: WebhookEvent, data: object) {
    const secret = sealed === null ? null : this.#fernet().decrypt(sealed);
    return deliver({ url, secret, event, data }, this.#policy);
  }

  #fernet(): Fernet {
    const { env, storeDir } = this.#options;
    const file = join(storeDir, 'webhook.key');
    if (!env[KEY_VARIABLE] && !existsSync(file)) writeKey(file);
    try {
      return new Fernet(env[KEY_VARIABLE] || readFileSync(file, 'utf8'));
    } catch (error) {
      throw invalid(`${env[KEY_VARIABLE] ? KEY_VARIABLE : file} holds no key: ${(error as Error).message}`);
    }
  }
}

/** On disk before a secret that only it opens is. */
function writeKey(file: string): void {
  writeFileSync(`${file}.part`, newFernetKey(), { mode: 0o600, flush: true });
  renameSync(`${file}.part`, file);
  syncFolder(dirname(file));
}
