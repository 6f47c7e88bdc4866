import { replaySpool } from '@orrery/runner';
import { readEnvironment, serverConfig, trackingUrl } from '@orrery/server';
import { Command } from 'commander';

/** `orrery sync`: replays what was spooled while the tracking server was away. */
export function syncCommand(): Command {
  return new Command('sync').description('replay what was spooled offline').action(async () => {
    const env = readEnvironment();
    const config = serverConfig({}, env);
    const uri = trackingUrl(config);
    const { replayed, busy, left } = await replaySpool(config.storeDir, uri);
    const others = busy > 0 ? `, ${busy} in another process's hands` : '';
    console.log(`${replayed} runs replayed${others}, ${left} left in the spool.`);
    if (left > 0) process.exitCode = 1;
  });
}
