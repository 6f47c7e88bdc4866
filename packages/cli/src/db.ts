import { readEnvironment, type ServerFlags, serverConfig } from '@orrery/server';
import { upgradeDatabase } from '@orrery/tracking/upgrade';
import { Command } from 'commander';

/** `orrery db upgrade`: brings an older MLflow's tracking database to the newest tables, after a backup. */
export function dbCommand(): Command {
  const upgrade = new Command('upgrade')
    .description('bring a database that an older MLflow made to the newest tables; a backup is kept')
    .option(
      '--backend-store-uri <uri>',
      'sqlite:///PATH or postgresql://… (default: the store of `orrery up`)',
    )
    .action(async (flags: ServerFlags) => {
      const { trackingDatabase } = serverConfig(flags, readEnvironment());
      const { from, backup } = await upgradeDatabase(trackingDatabase);
      console.log(
        from === null
          ? `${trackingDatabase.shown} has the newest tables; nothing was done.`
          : `${trackingDatabase.shown} is upgraded from revision ${from}. What it was is kept in ${backup}.`,
      );
    });
  return new Command('db').description('care for the tracking database').addCommand(upgrade);
}
