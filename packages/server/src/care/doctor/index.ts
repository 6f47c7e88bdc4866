import type { ServerConfig } from '../../config.ts';
import { accessFindings } from './access.ts';
import { artifactFindings } from './artifacts.ts';
import { databaseFindings } from './databases.ts';
import { engineFindings } from './engines.ts';
import type { Finding } from './finding.ts';
import { portFindings } from './ports.ts';
import { recordFindings } from './records.ts';
import { storeFindings } from './store.ts';

export type { Finding } from './finding.ts';

/** Looks at everything that a server with this configuration needs; makes folders that are missing, and changes nothing else. */
export async function examine(config: ServerConfig): Promise<Finding[]> {
  const findings = await Promise.all([
    ...portFindings(config),
    ...storeFindings(config),
    ...databaseFindings(config),
    ...accessFindings(config),
    ...artifactFindings(config),
    ...engineFindings(config),
  ]);
  // After the databases, for two who open one SQLite file wait for each other.
  return [...findings, ...(await recordFindings(config))];
}
