import { invalid } from '@orrery/core';
import { readEnvironment, type ServerFlags, serverConfig } from '@orrery/server';
import { type Backup, backUp, backupsAt, prune, verify } from '@orrery/server/backup';
import { Command } from 'commander';
import { table } from './table.ts';

interface BackupFlags extends ServerFlags {
  keep?: string;
  list?: boolean;
  verify?: string | true;
}

/** `orrery backup`: keeps databases, artifacts and the store's files in another place, while the server runs. */
export function backupCommand(): Command {
  return new Command('backup')
    .description(
      'keep databases, artifacts and all else of the store in another place, while the server runs',
    )
    .argument('<destination>', 'a folder, or s3://bucket/prefix; what it holds already is not copied again')
    .option('--list', 'show the backups that are there')
    .option('--verify [id]', 'read one, or the newest, and compare all of it with its checksums')
    .option('--keep <count>', 'then delete all but the newest ones')
    .option('--backend-store-uri <uri>', 'tracking database: sqlite:///PATH or postgresql://…')
    .option('--registry-store-uri <uri>', 'database of the model registry, where it is another one')
    .option('--study-store-uri <uri>', 'database of studies')
    .option('--artifacts-destination <uri>', 'where the artifact proxy keeps files')
    .action(async (destination: string, { list, keep, verify: verified, ...flags }: BackupFlags) => {
      const config = serverConfig(flags, readEnvironment());
      const count = keep === undefined ? Number.POSITIVE_INFINITY : Number(keep);
      if (!(count >= 1)) throw invalid(`--keep ${keep} is no number of backups: give 1 or more.`);
      if (list) return show(await backupsAt(config, destination));
      if (verified) {
        const id = verified === true ? undefined : verified;
        const { id: read, files } = await verify(config, { from: destination, id });
        console.log(`${read} is whole: its databases and ${files} files are what they were.`);
        return;
      }
      const { backup, newFiles, newBytes } = await backUp(config, destination);
      console.log(
        `${backup.id}: ${backup.databases.length} databases and ${backup.files} files, ${mib(backup.bytes)}; new of them ${newFiles} files, ${mib(newBytes)}.`,
      );
      if (Number.isFinite(count)) {
        const deleted = await prune(config, destination, count);
        if (deleted > 0) console.log(`${deleted} older backups deleted.`);
      }
    });
}

function show(backups: Backup[]): void {
  const rows = backups.map(({ id, files, bytes, version }) => [id, String(files), mib(bytes), version]);
  console.log(table(['backup', 'files', 'size', 'version'], rows));
}

function mib(bytes: number): string {
  return `${(bytes / 1024 ** 2).toFixed(1)} MiB`;
}
