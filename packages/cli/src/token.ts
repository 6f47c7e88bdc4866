import { authorizationOf, credentialsFromEnvironment } from '@orrery/client';
import { OrreryError } from '@orrery/core';
import { readEnvironment, serverConfig } from '@orrery/server';
import { Command } from 'commander';
import { findServer } from './pid-file.ts';
import { table } from './table.ts';

interface TokenAnswer {
  id: string;
  name: string;
  experiments: string[] | null;
  permission: string;
  /** Unix milliseconds, as the other one; null for never. */
  expires: number | null;
  last_used: number | null;
}

interface CreateOptions {
  experiment?: string[];
  permission: string;
  days: string;
}

const DAY_SECONDS = 86_400;

/** `orrery token`: tokens with which programs sign in, for whom MLflow's variables name. */
export function tokenCommand(): Command {
  const command = new Command('token').description('make, list and revoke tokens that programs sign in with');
  command
    .command('create')
    .argument('<name>', 'what it is for')
    .option('--experiment <id...>', 'experiments that it reaches, and nothing else')
    .option('--permission <level>', 'what it permits at most: READ, USE, EDIT or MANAGE', 'EDIT')
    .option('--days <number>', 'how long it lasts; 0 until it is revoked', '90')
    .description('make a token; it is printed once')
    .action(async (name: string, { experiment, permission, days }: CreateOptions) => {
      const expires_in = Number(days) === 0 ? null : Number(days) * DAY_SECONDS;
      const { token } = await send<{ token: string }>('POST', 'tokens', {
        name,
        permission,
        experiments: experiment ?? null,
        expires_in,
      });
      console.log(token);
    });
  command
    .command('list')
    .description('your tokens')
    .action(async () => {
      const { tokens } = await send<{ tokens: TokenAnswer[] }>('GET', 'tokens');
      const rows = tokens.map(({ id, name, experiments, permission, expires, last_used }) => [
        id,
        name,
        permission,
        experiments?.join(', ') ?? 'all',
        expires === null ? 'never' : day(expires),
        last_used === null ? 'never' : day(last_used),
      ]);
      console.log(table(['ID', 'NAME', 'PERMITS', 'EXPERIMENTS', 'EXPIRES', 'LAST USED'], rows));
    });
  command
    .command('revoke')
    .argument('<id>')
    .description('let a token open nothing any more')
    .action(async (id: string) => {
      await send('DELETE', `tokens/${encodeURIComponent(id)}`);
    });
  return command;
}

function day(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

/** @throws OrreryError with what the server said */
async function send<T>(method: string, path: string, body?: object): Promise<T> {
  const { storeDir } = serverConfig({}, readEnvironment());
  const url = process.env.MLFLOW_TRACKING_URI || findServer(storeDir)?.url;
  if (!url)
    throw new OrreryError(
      'INVALID_STATE',
      'No server runs on this store, and MLFLOW_TRACKING_URI is not set.',
    );
  const answer = await fetch(`${url.replace(/\/+$/, '')}/api/access/${path}`, {
    method,
    headers: { ...authorizationOf(credentialsFromEnvironment()), 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  });
  const said = (await answer.json()) as T & { message?: string; error_code?: string };
  if (answer.ok) return said;
  const hint = answer.status === 401 ? ' Set MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD.' : '';
  throw new OrreryError('INVALID_PARAMETER_VALUE', `${said.message ?? `HTTP ${answer.status}`}${hint}`);
}
