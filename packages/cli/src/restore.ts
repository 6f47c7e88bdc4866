import { OrreryError } from '@orrery/core';
import { readEnvironment, type ServerFlags, serverConfig } from '@orrery/server';
import { restore } from '@orrery/server/backup';
import { Command } from 'commander';
import { findServer } from './pid-file.ts';

interface RestoreFlags extends ServerFlags {
  at?: string;
}

/** `orrery restore`: puts a backup back, where nothing is yet. */
export function restoreCommand(): Command {
  return new Command('restore')
    .description('put a backup back, into a store that has no databases')
    .argument('<source>', 'where `orrery backup` put it: a folder, or s3://bucket/prefix')
    .option('--at <id>', 'which one; the newest without it')
    .option('--backend-store-uri <uri>', 'tracking database: sqlite:///PATH or postgresql://…')
    .option('--registry-store-uri <uri>', 'database of the model registry, where it is another one')
    .option('--study-store-uri <uri>', 'database of studies')
    .option('--artifacts-destination <uri>', 'where the artifact proxy keeps files')
    .action(async (source: string, { at, ...flags }: RestoreFlags) => {
      const config = serverConfig(flags, readEnvironment());
      const server = findServer(config.storeDir);
      if (server) {
        const message = `The server of ${config.storeDir} runs (process ${server.pid}). Stop it first: orrery down.`;
        throw new OrreryError('INVALID_STATE', message);
      }
      const { id, databases, files } = await restore(config, { from: source, id: at });
      console.log(`${id}: ${databases.length} databases and ${files} files are back.`);
    });
}
