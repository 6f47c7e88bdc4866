import { spawn } from 'node:child_process';
import { mkdirSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { OrreryError } from '@orrery/core';
import { doorUrl, readEnvironment, serverConfig } from '@orrery/server';
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
  makeFolder(join(config.storeDir, 'logs'));
  const output = openSync(log, 'w');
  const child = spawn(process.execPath, [...process.execArgv, process.argv[1] as string, 'server'], {
    detached: true,
    stdio: ['ignore', output, output],
  });
  let exited = false;
  const exit = new Promise<void>((resolve) => {
    child.once('exit', () => {
      exited = true;
      resolve();
    });
  });
  const doors = config.doors.map(({ port }) => `${doorUrl(config, port)}/health`);
  for (
    const deadline = Date.now() + PATIENCE_MS;
    !(await allAnswer(doors)) || !findServer(config.storeDir);
  ) {
    if (exited)
      throw new OrreryError(
        'INVALID_STATE',
        readFileSync(log, 'utf8')
          .trim()
          .replace(/^orrery: /, ''),
      );
    if (Date.now() > deadline) {
      child.kill();
      throw new OrreryError(
        'INVALID_STATE',
        `The services did not answer within ${PATIENCE_MS / 1000} s; see ${log}.`,
      );
    }
    await Promise.race([exit, sleep(50)]);
  }
  child.unref();
  await printStatus();
}

async function allAnswer(urls: string[]): Promise<boolean> {
  const answers = await Promise.all(
    urls.map((url) =>
      fetch(url).then(
        (answer) => answer.ok,
        () => false,
      ),
    ),
  );
  return answers.every(Boolean);
}

function makeFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true });
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    const message = `Cannot write to ${path} (${code}). Make it writable, or set ORRERY_STORE to another folder.`;
    throw new OrreryError('INVALID_STATE', message, { cause: error });
  }
}
