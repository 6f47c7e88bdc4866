import { doorUrl, readEnvironment, serverConfig } from '@orrery/server';
import { Command } from 'commander';

const PATIENCE_MS = 4000;

/** `orrery health`: whether each page's door of this machine answers; exits with 1 where one does not. For containers. */
export function healthCommand(): Command {
  return new Command('health').description('see whether each door answers').action(async () => {
    const { doors, tls } = serverConfig({}, readEnvironment());
    for (const { name, port } of doors.filter(({ protocol }) => protocol === 'http')) {
      const url = `${doorUrl({ host: 'localhost', tls }, port)}/health`;
      const problem = await fetch(url, { signal: AbortSignal.timeout(PATIENCE_MS) }).then(
        ({ ok, status }) => (ok ? null : `answers with ${status}`),
        (error: Error) => `does not answer (${error.message})`,
      );
      if (problem === null) continue;
      console.error(`orrery: ${name} at ${url} ${problem}`);
      process.exitCode = 1;
    }
  });
}
