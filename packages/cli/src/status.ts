import { doorAddress, portHolder, readEnvironment, type ServicesReport, serverConfig } from '@orrery/server';
import { Command } from 'commander';
import { findServer } from './pid-file.ts';
import { table } from './table.ts';

/** `orrery status`: what runs where; exits with 3 where nothing runs, as init scripts do (LSB). */
export function statusCommand(): Command {
  return new Command('status').description('show the services').action(printStatus);
}

export async function printStatus(): Promise<void> {
  const config = serverConfig({}, readEnvironment());
  const server = findServer(config.storeDir);
  const report = server && (await fetchReport(server.url));
  if (!report) {
    const rows = config.doors.map((door) => {
      const holder = portHolder(door.port);
      return [door.name, doorAddress(config, door), holder ? `port held by ${holder}` : 'down'];
    });
    console.log(table(['SERVICE', 'URL', 'STATE'], rows));
    process.exitCode = 3;
    return;
  }
  const pid = String(report.pid);
  const doors = report.services.map(({ name, url, state }) => [name, url, state, pid]);
  console.log(table(['SERVICE', 'URL', 'STATE', 'PID'], doors));
  const stores = report.stores.map((store) => [
    store.name,
    store.uri,
    bytes(store.database_bytes),
    bytes(store.wal_bytes),
  ]);
  const { uri, free_bytes: free } = report.artifacts;
  stores.push(['artifacts', uri, free === null ? '' : `${bytes(free)} free`, '']);
  console.log(`\n${table(['STORE', 'URI', 'SIZE', 'WAL'], stores)}`);
}

async function fetchReport(url: string): Promise<ServicesReport | null> {
  try {
    const answer = await fetch(`${url}/api/services`);
    return answer.ok ? ((await answer.json()) as ServicesReport) : null;
  } catch {
    return null;
  }
}

function bytes(count: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  const power = Math.min(Math.floor(Math.log10(Math.max(count, 1)) / 3), units.length - 1);
  return `${(count / 1000 ** power).toFixed(power === 0 ? 0 : 1)} ${units[power]}`;
}
