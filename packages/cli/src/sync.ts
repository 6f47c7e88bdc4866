import { replaySpool } from '@orrery/runner';
import { doorUrl, readEnvironment, serverConfig } from '@orrery/server';
import { Command } from 'commander';

/** `orrery sync`: replays what was spooled while the tracking server was away. */
export function syncCommand(): Command {
  return new Command('sync').description('replay what was spooled offline').action(async () => {
    const env = readEnvironment();
    const config = serverConfig({}, env);
    const uri = env.MLFLOW_TRACKING_URI || doorUrl(config, config.doors[0]?.port as number);
    const { replayed, busy, left } = await replaySpool(config.storeDir, uri);
    const others = busy > 0 ? `, ${busy} in another process's hands` : '';
    console.log(`${replayed} runs replayed${others}, ${left} left in the spool.`);
    if (left > 0) process.exitCode = 1;
  });
}
