import { readFileSync } from 'node:fs';
import { isPermission, PERMISSIONS, type Permission } from '@orrery/access';
import { invalid } from '@orrery/core';
import { parseStoreUri, type StoreUri } from '@orrery/database/store-uri';
import { type OidcConfig, oidcConfig } from './oidc-config.ts';

/** How callers are told apart, and what is let in without a grant; MLflow's settings of the same names. */
export interface AccessConfig {
  database: StoreUri;
  defaultPermission: Permission;
  adminUsername: string | null;
  adminPassword: string | null;
  /** How long what was done is remembered, in milliseconds. */
  auditMs: number;
  /** Null where nobody signs in elsewhere. */
  oidc: OidcConfig | null;
  /** How browsers reach the server, without a slash at its end; null for as they say. */
  publicUrl: string | null;
}

type Environment = Readonly<Record<string, string | undefined>>;

const OWN_FUNCTION = 'mlflow.server.auth:authenticate_request_basic_auth';

/**
 * Reads `--app-name` and, where it is `basic-auth`, the file of MLFLOW_AUTH_CONFIG_PATH and the variables that go
 * before it.
 *
 * @param usualDatabase where users are kept if the file does not say
 * @returns null where everybody may do everything
 * @throws OrreryError INVALID_PARAMETER_VALUE that names the setting
 */
export function accessConfig(
  appName: string | undefined,
  env: Environment,
  usualDatabase: string,
): AccessConfig | null {
  if (!appName) return null;
  if (appName !== 'basic-auth') throw invalid(`--app-name '${appName}' is unknown: there is basic-auth.`);
  const settings = env.MLFLOW_AUTH_CONFIG_PATH ? readIni(env.MLFLOW_AUTH_CONFIG_PATH) : new Map();
  const permission: string = settings.get('default_permission') || 'READ';
  if (!isPermission(permission))
    throw invalid(`default_permission '${permission}' is none of ${PERMISSIONS.join(', ')}.`);
  const authorize: string = settings.get('authorization_function') || OWN_FUNCTION;
  if (authorize !== OWN_FUNCTION)
    throw invalid(`authorization_function '${authorize}' is a function of Python, which Orrery cannot call.`);
  return {
    database: parseStoreUri(settings.get('database_uri') || usualDatabase),
    defaultPermission: permission,
    adminUsername: env.MLFLOW_AUTH_ADMIN_USERNAME ?? settings.get('admin_username') ?? 'admin',
    adminPassword: env.MLFLOW_AUTH_ADMIN_PASSWORD ?? settings.get('admin_password') ?? null,
    auditMs: auditDays(env.ORRERY_AUDIT_DAYS) * 86_400_000,
    oidc: oidcConfig(env),
    publicUrl: env.ORRERY_PUBLIC_URL?.replace(/\/+$/, '') || null,
  };
}

function auditDays(days = '365'): number {
  if (Number(days) > 0) return Number(days);
  throw invalid(`ORRERY_AUDIT_DAYS '${days}' is no number of days.`);
}

/** The section `mlflow` of a file as Python's configparser reads it. */
function readIni(path: string): Map<string, string> {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw invalid(`MLFLOW_AUTH_CONFIG_PATH cannot be read: ${(error as Error).message}.`);
  }
  const settings = new Map<string, string>();
  let section = '';
  for (const line of text.split(/\r?\n/)) {
    if (/^\s*([#;]|$)/.test(line)) continue;
    const heading = /^\[(.+)\]\s*$/.exec(line);
    if (heading) section = heading[1] as string;
    const [, name, value = ''] = /^([^=:\s[][^=:]*?)\s*[=:]\s*(.*?)\s*$/.exec(line) ?? [];
    if (section === 'mlflow' && name) settings.set(name.toLowerCase(), value.replaceAll('%%', '%'));
  }
  if (settings.size === 0)
    throw invalid(`${path}, which MLFLOW_AUTH_CONFIG_PATH names, has no section [mlflow].`);
  return settings;
}
