import { OrreryError } from '@orrery/core';
import type { Access } from './access.ts';
import { checkPassword, isPassword, SHIPPED_PASSWORD } from './passwords.ts';
import type { User } from './users.ts';

const HOW =
  'MLFLOW_AUTH_ADMIN_PASSWORD or `admin_password` in the configuration file referenced by MLFLOW_AUTH_CONFIG_PATH';

export interface Bootstrap {
  adminUsername: string | null;
  adminPassword: string | null;
}

/**
 * Makes the admin where it is missing; one that still has the password that older versions of MLflow shipped gets the
 * configured one.
 *
 * @throws OrreryError INVALID_STATE that says what to set, where there is no admin yet and nothing to make one of
 */
export async function bootstrapAdmin({ users }: Access, config: Bootstrap): Promise<void> {
  const change = await adminChange((name) => users.find(name), config);
  if (change === null) return;
  const { adminUsername: name, adminPassword: password } = config as { [key in keyof Bootstrap]: string };
  if (change === 'password') return users.setPassword(name, password);
  await users.create(name, password, true).catch((error: OrreryError) => {
    // Another server, which started at the same time, has made it.
    if (error.code !== 'RESOURCE_ALREADY_EXISTS') throw error;
  });
}

type FindUser = (username: string) => Promise<User | null>;

/**
 * Sees whether a server would have an admin who is let in, and changes nothing.
 *
 * @throws OrreryError INVALID_STATE that says what to set
 */
export async function checkAdmin(find: FindUser, config: Bootstrap): Promise<void> {
  if ((await adminChange(find, config)) !== null) return;
  const admin = await find(config.adminUsername ?? '');
  if (admin && (await hasShipped(admin)))
    throw problem(
      `The admin '${admin.username}' has the password that older versions of MLflow shipped, which lets nobody in. Set ${HOW} and start ` +
        'the server, which then takes that one.',
    );
}

/** What is to be done for the admin; null where it is there. */
async function adminChange(
  find: FindUser,
  { adminUsername, adminPassword }: Bootstrap,
): Promise<'made' | 'password' | null> {
  if (!adminUsername)
    throw problem(
      'Sign-in needs a username for the admin, but none is configured (or it is empty). Set MLFLOW_AUTH_ADMIN_USERNAME, or ' +
        '`admin_username` in the configuration file referenced by MLFLOW_AUTH_CONFIG_PATH.',
    );
  const admin = await find(adminUsername);
  if (admin) {
    if (!adminPassword || adminPassword === SHIPPED_PASSWORD) return null;
    if (!(await hasShipped(admin))) return null;
    checkConfigured(adminUsername, adminPassword);
    return 'password';
  }
  if (!adminPassword)
    throw problem(
      `Sign-in needs a password to create the admin '${adminUsername}', but none is configured (or it is empty), and none ` +
        `is shipped. Set ${HOW}.`,
    );
  if (adminPassword === SHIPPED_PASSWORD)
    throw problem(
      `The password that older versions of MLflow shipped is known to everybody, and not taken for the admin '${adminUsername}'. ` +
        `Set ${HOW} to another.`,
    );
  checkConfigured(adminUsername, adminPassword);
  return 'made';
}

function hasShipped({ passwordHash }: User): Promise<boolean> {
  return isPassword(SHIPPED_PASSWORD, passwordHash);
}

function checkConfigured(username: string, password: string): void {
  try {
    checkPassword(password);
  } catch (error) {
    throw problem(
      `The password for the admin '${username}' is no good: ${(error as Error).message} Set ${HOW}.`,
    );
  }
}

function problem(message: string): OrreryError {
  return new OrreryError('INVALID_STATE', message);
}
