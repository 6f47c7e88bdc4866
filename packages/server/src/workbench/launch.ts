import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Access, Caller } from '@orrery/access';
import type { OrchestrationFolder } from '@orrery/runner/orchestrations';
import { delegate } from '../access/delegate.ts';
import { type ServerConfig, trackingUrl } from '../config.ts';

const MAIN = fileURLToPath(new URL('../../../cli/src/main.ts', import.meta.url));
/** Of the token with which an orchestrator logs. */
const LIFE_MS = 14 * 86_400_000;
const LOOK_EVERY_MS = 200;
const LOOKS = 50;

/** Starts orchestrators: processes of their own, which a server that ends leaves alone. */
export class Launcher {
  readonly #config: ServerConfig;
  readonly #access: Access | null;

  /** @param access null where nobody has to say who it is */
  constructor(config: ServerConfig, access: Access | null) {
    this.#config = config;
    this.#access = access;
  }

  /** @param caller for whom it logs */
  async start(folder: OrchestrationFolder, caller: Caller | null): Promise<void> {
    const wanted = { name: `orchestration ${folder.id}`, runId: null, lifeMs: LIFE_MS };
    const delegated = this.#access && caller && (await delegate(this.#access, caller, wanted));
    const { MLFLOW_AUTH_ADMIN_USERNAME, MLFLOW_AUTH_ADMIN_PASSWORD, ...env } = this.#config.env;
    const { storeDir } = this.#config;
    const log = openSync(folder.file('orchestrator.log'), 'a');
    const child = spawn(process.execPath, [...process.execArgv, MAIN, 'run', '--orchestration', folder.id], {
      detached: true,
      stdio: ['ignore', log, log],
      env: {
        ...env,
        ORRERY_STORE: storeDir,
        MLFLOW_TRACKING_URI: trackingUrl(this.#config),
        ...(delegated && { MLFLOW_TRACKING_TOKEN: delegated.secret }),
      },
    });
    closeSync(log);
    child.once('error', (error) => folder.fail(error.message));
    child.unref();
  }

  /** Sees to it that some process answers what was asked: the one that runs, or a new one. */
  async answer(folder: OrchestrationFolder, caller: Caller | null): Promise<void> {
    for (let look = 0; look < LOOKS && folder.hasRequests(); look++) {
      if (!folder.isTaken()) {
        folder.queue();
        return this.start(folder, caller);
      }
      await sleep(LOOK_EVERY_MS);
    }
  }
}
