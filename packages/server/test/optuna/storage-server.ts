import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serverConfig } from '../../src/config.ts';
import { serve } from '../../src/serve.ts';

export interface RunningStorage {
  /** Of gRPC. */
  port: number;
  /** URL of its database. */
  database: string;
  // biome-ignore lint/suspicious/noExplicitAny: what the API answers is looked at by each test
  get(path: string): Promise<any>;
  stop(): Promise<void>;
}

/** An Orrery of its own, for its study storage. */
export async function startStorage(database?: string): Promise<RunningStorage> {
  const folder = mkdtempSync(join(tmpdir(), 'orrery-studies-'));
  const ports = { MLFLOW_PORT: '0', OPTUNA_PORT: '0', OPTUNA_GRPC_PORT: '0', ORRERY_PORT: '0' };
  const env = { ...ports, ORRERY_STORE: folder, ...(database && { ORRERY_STUDY_STORE_URI: database }) };
  const server = await serve(serverConfig({}, env));
  const [pages] = server.config.doors;
  return {
    port: server.config.doors.find(({ protocol }) => protocol === 'grpc')?.port as number,
    database: database ?? `sqlite:///${join(folder, 'optuna.db')}`,
    get: async (path) => (await fetch(`http://127.0.0.1:${pages?.port}${path}`)).json(),
    async stop() {
      await server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
