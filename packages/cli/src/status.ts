import { authorizationOf, credentialsFromEnvironment } from '@orrery/client';
import { doorAddress, portHolder, readEnvironment, type ServicesReport, serverConfig } from '@orrery/server';
import { Command } from 'commander';
import { findServer } from './pid-file.ts';
import { table } from './table.ts';

const HEADER = ['SERVICE', 'URL', 'STATE', 'PID'];

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
  if (report === 'asks who') {
    const rows = config.doors.map((door) => [door.name, doorAddress(config, door), 'up', String(server.pid)]);
    console.log(table(HEADER, rows));
    console.log(
      '\nIt asks who wants to know more: set MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD.',
    );
    return;
  }
  const pid = String(report.pid);
  const doors = report.services.map(({ name, url, state }) => [name, url, state, pid]);
  console.log(table(HEADER, doors));
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

/** What the server tells of itself; null where it does not answer. */
async function fetchReport(url: string): Promise<ServicesReport | 'asks who' | null> {
  try {
    const headers = authorizationOf(credentialsFromEnvironment());
    const answer = await fetch(`${url}/api/services`, { headers });
    if (answer.status === 401 || answer.status === 403) return 'asks who';
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
