import { spawn } from 'node:child_process';
import { openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { OrreryError } from '@orrery/core';
import {
  checkDoors,
  doorUrl,
  ensureWritable,
  readEnvironment,
  type ServerConfig,
  serverConfig,
} from '@orrery/server';
import { Command } from 'commander';
import { findServer } from './pid-file.ts';
import { printStatus } from './status.ts';

const PATIENCE_MS = 30_000;

/** `orrery up`: the services in one background process; done when each door answers. */
export function upCommand(): Command {
  return new Command('up').description('start the services in the background').action(up);
}

async function up(): Promise<void> {
  const config = serverConfig({}, readEnvironment());
  if (findServer(config.storeDir)) {
    console.log('Orrery is up already.');
    return printStatus();
  }
  const log = join(config.storeDir, 'logs', 'server.log');
  ensureWritable(join(config.storeDir, 'logs'));
  await checkDoors(config);
  const output = openSync(log, 'w');
  const child = spawn(process.execPath, [...process.execArgv, process.argv[1] as string, 'server'], {
    detached: true,
    stdio: ['ignore', output, output],
  });
  const failed = new Promise<never>((_, reject) => {
    child.once('exit', () => {
      const said = readFileSync(log, 'utf8').trim();
      reject(new OrreryError('INVALID_STATE', said.replace(/^orrery: /, '')));
    });
  });
  const late = sleep(PATIENCE_MS, undefined, { ref: false }).then(() => {
    child.kill();
    throw new OrreryError(
      'INVALID_STATE',
      `The services did not answer within ${PATIENCE_MS / 1000} s; see ${log}.`,
    );
  });
  const decided = new AbortController();
  await Promise.race([failed, late, untilUp(config, decided.signal)]).finally(() => decided.abort());
  child.unref();
  await printStatus();
}

async function untilUp({ doors, host, tls, storeDir }: ServerConfig, decided: AbortSignal): Promise<void> {
  const until = async (holds: () => boolean | Promise<boolean>) => {
    while (!decided.aborted && !(await holds())) await sleep(50);
  };
  const pages = doors.filter(({ protocol }) => protocol === 'http');
  for (const { port } of pages) await until(() => answers(`${doorUrl({ host, tls }, port)}/health`));
  await until(() => findServer(storeDir) !== undefined);
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(1000) })).ok;
  } catch {
    return false;
  }
}
