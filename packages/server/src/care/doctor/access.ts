import { existsSync } from 'node:fs';
import { checkAdmin, openAccess } from '@orrery/access';
import type { ServerConfig } from '../../config.ts';
import { allowedHosts } from '../../network/allowed-hosts.ts';
import { type Finding, look } from './finding.ts';

/** Whether people get in: under the name that they know the server by, and as admin. */
export function accessFindings(config: ServerConfig): Promise<Finding>[] {
  return [look('names', () => namesOf(config)), look('users', () => usersOf(config))];
}

function namesOf({ host, network, env }: ServerConfig): string {
  const url = env.ORRERY_PUBLIC_URL;
  if (!url || network.disabled) return 'localhost, addresses, and what --allowed-hosts lists';
  const name = URL.parse(url)?.host;
  if (!name)
    throw new Error(`ORRERY_PUBLIC_URL is ${url}, which is no URL. Set it to e.g. https://lab.example.`);
  if (allowedHosts(host, network.allowedHosts)(name)) return `${name} among them`;
  throw new Error(
    `ORRERY_PUBLIC_URL is ${url}, and requests for ${name} are refused with 403. Add it to MLFLOW_SERVER_ALLOWED_HOSTS (--allowed-hosts).`,
  );
}

async function usersOf({ access: config }: ServerConfig): Promise<string> {
  if (!config) return 'everybody may do everything';
  const { database, defaultPermission } = config;
  if (database.dialect === 'sqlite' && !existsSync(database.path)) {
    await checkAdmin(async () => null, config);
    return `${database.shown}, made at the first start`;
  }
  const access = await openAccess(database, { defaultPermission, openRun: async () => null });
  try {
    await checkAdmin((name) => access.users.find(name), config);
    return `${database.shown}, admin ${config.adminUsername}`;
  } finally {
    await access.close();
  }
}
