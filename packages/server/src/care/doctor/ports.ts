import { type Door, doorUrl, type ServerConfig } from '../../config.ts';
import { portHolder } from '../../port-holder.ts';
import type { ServicesReport } from '../../services/report.ts';
import { type Finding, look } from './finding.ts';

const ANSWER_MS = 5000;

export function portFindings(config: ServerConfig): Promise<Finding>[] {
  return config.doors.map((door) => look(`port ${door.port} (${door.name})`, () => portOf(config, door)));
}

async function portOf(config: ServerConfig, { port, variable, protocol }: Door): Promise<string> {
  const holder = portHolder(port);
  if (holder === null) return 'free';
  const pages = protocol === 'http' ? port : (config.doors[0] as Door).port;
  const signal = AbortSignal.timeout(ANSWER_MS);
  const answer = await fetch(`${doorUrl(config, pages)}/api/services`, { signal }).catch(() => null);
  const said = (await answer?.json().catch(() => null)) as Partial<ServicesReport> & { error_code?: string };
  if (answer?.status === 401 && said?.error_code === 'UNAUTHENTICATED')
    return `Orrery answers, and asks who one is (${holder})`;
  const report = answer?.ok ? (said as ServicesReport) : null;
  if (report?.services.some((service) => service.port === port)) return `Orrery answers (${holder})`;
  throw new Error(`in use by ${holder}. Stop that process, or set ${variable} to another port.`);
}
