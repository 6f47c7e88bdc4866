import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { OrchestrationFolder } from '@orrery/runner/orchestrations';
import { type ServerConfig, trackingUrl } from '../config.ts';

const MAIN = fileURLToPath(new URL('../../../cli/src/main.ts', import.meta.url));
const LOOK_EVERY_MS = 200;
const LOOKS = 50;

/** Starts orchestrators: processes of their own, which a server that ends leaves alone. */
export class Launcher {
  readonly #config: ServerConfig;

  constructor(config: ServerConfig) {
    this.#config = config;
  }

  start(folder: OrchestrationFolder): void {
    const { env, storeDir } = this.#config;
    const log = openSync(folder.file('orchestrator.log'), 'a');
    const child = spawn(process.execPath, [...process.execArgv, MAIN, 'run', '--orchestration', folder.id], {
      detached: true,
      stdio: ['ignore', log, log],
      env: {
        ...env,
        ORRERY_STORE: storeDir,
        MLFLOW_TRACKING_URI: trackingUrl(this.#config),
      },
    });
    closeSync(log);
    child.once('error', (error) => folder.fail(error.message));
    child.unref();
  }

  /** Sees to it that some process answers what was asked: the one that runs, or a new one. */
  async answer(folder: OrchestrationFolder): Promise<void> {
    for (let look = 0; look < LOOKS && folder.hasRequests(); look++) {
      if (!folder.isTaken()) {
        folder.queue();
        return this.start(folder);
      }
      await sleep(LOOK_EVERY_MS);
    }
  }
}
