import { OrreryError } from '@orrery/core';
import { readEnvironment, type ServerFlags, serverConfig } from '@orrery/server';
import { rebuild } from '@orrery/server/rebuild';
import { Command } from 'commander';
import { findServer } from './pid-file.ts';

interface RebuildFlags extends ServerFlags {
  merge?: boolean;
}

/** `orrery rebuild`: makes a lost tracking database again from the folders of the runs. */
export function rebuildCommand(): Command {
  return new Command('rebuild')
    .description('make a lost tracking database again from run folders')
    .option('--merge', 'into a database that has runs: add those that it lacks, and leave the others alone')
    .option('--backend-store-uri <uri>', 'sqlite:///PATH or postgresql://…')
    .option('--artifacts-destination <uri>', 'where the artifact proxy keeps files')
    .action(async ({ merge = false, ...flags }: RebuildFlags) => {
      const config = serverConfig(flags, readEnvironment());
      const server = findServer(config.storeDir);
      if (server) {
        const message = `The server of ${config.storeDir} runs (process ${server.pid}), and may have the lost database open. Stop it first: orrery down.`;
        throw new OrreryError('INVALID_STATE', message);
      }
      const report = await rebuild(config, { merge, tell: (line) => console.log(line) });
      console.log(
        `${report.restored} runs restored, ${report.there} were there, ${report.artifacts} artifacts put back.`,
      );
      if (report.failed > 0) process.exitCode = 1;
    });
}
