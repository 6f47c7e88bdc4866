import { OrreryError } from '@orrery/core';
import type { Access } from './access.ts';
import { checkPassword } from './passwords.ts';

const SHIPPED = 'password1234';
const HOW =
  'MLFLOW_AUTH_ADMIN_PASSWORD or `admin_password` in the configuration file referenced by MLFLOW_AUTH_CONFIG_PATH';

export interface Bootstrap {
  adminUsername: string | null;
  adminPassword: string | null;
}

/**
 * Makes the admin where it is missing.
 *
 * @throws OrreryError INVALID_STATE that says what to set, where there is no admin yet and nothing to make one of
 */
export async function bootstrapAdmin(
  access: Access,
  { adminUsername, adminPassword }: Bootstrap,
): Promise<void> {
  if (!adminUsername)
    throw problem(
      'Sign-in needs a username for the admin, but none is configured (or it is empty). Set MLFLOW_AUTH_ADMIN_USERNAME, or ' +
        '`admin_username` in the configuration file referenced by MLFLOW_AUTH_CONFIG_PATH.',
    );
  if (await access.users.find(adminUsername)) return;
  if (!adminPassword)
    throw problem(
      `Sign-in needs a password to create the admin '${adminUsername}', but none is configured (or it is empty), and none ` +
        `is shipped. Set ${HOW}.`,
    );
  if (adminPassword === SHIPPED)
    throw problem(
      `The password that older versions of MLflow shipped is known to everybody, and not taken for the admin '${adminUsername}'. ` +
        `Set ${HOW} to another.`,
    );
  try {
    checkPassword(adminPassword);
  } catch (error) {
    throw problem(
      `The password for the admin '${adminUsername}' is no good: ${(error as Error).message} Set ${HOW}.`,
    );
  }
  await access.users.create(adminUsername, adminPassword, true).catch((error: OrreryError) => {
    // Another server, which started at the same time, has made it.
    if (error.code !== 'RESOURCE_ALREADY_EXISTS') throw error;
  });
}

function problem(message: string): OrreryError {
  return new OrreryError('INVALID_STATE', message);
}
