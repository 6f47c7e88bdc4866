import { setTimeout as sleep } from 'node:timers/promises';
import { readEnvironment, storeDirOf } from '@orrery/server';
import { Command } from 'commander';
import { findServer } from './pid-file.ts';

const GRACE_MS = 10_000;

/** `orrery down`: stops the background services. */
export function downCommand(): Command {
  return new Command('down').description('stop the services').action(async () => {
    const storeDir = storeDirOf(readEnvironment());
    const server = findServer(storeDir);
    if (!server) {
      console.log('Orrery is not up.');
      return;
    }
    process.kill(server.pid, 'SIGTERM');
    for (const deadline = Date.now() + GRACE_MS; isAlive(server.pid); await sleep(50)) {
      if (Date.now() > deadline) process.kill(server.pid, 'SIGKILL');
    }
    console.log(`Stopped (pid ${server.pid}).`);
  });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
