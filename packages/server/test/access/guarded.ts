import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const ADMIN_PASSWORD = 'an-admin-password';

/** A place for a server that asks who one is, with the file of settings that MLflow and Orrery read. */
export function guardedPlace(defaultPermission = 'READ') {
  const folder = mkdtempSync(join(tmpdir(), 'guarded-'));
  const settings = join(folder, 'basic_auth.ini');
  const lines = [
    '[mlflow]',
    `default_permission = ${defaultPermission}`,
    `database_uri = sqlite:///${folder}/basic_auth.db`,
    'admin_username = admin',
    'auth_cache_ttl_seconds = 60',
  ];
  writeFileSync(settings, `${lines.join('\n')}\n`);
  return {
    folder,
    appName: 'basic-auth',
    env: {
      MLFLOW_AUTH_CONFIG_PATH: settings,
      MLFLOW_AUTH_ADMIN_PASSWORD: ADMIN_PASSWORD,
      MLFLOW_FLASK_SERVER_SECRET_KEY: 'of no use here',
    },
  };
}

/** The header with which a user says who it is. */
export function basic(name: string, password: string): { authorization: string } {
  return { authorization: `Basic ${btoa(`${name}:${password}`)}` };
}
