import type { ServerConfig } from '../../config.ts';
import { type Finding, look, optional } from './finding.ts';

/** What runs jobs in containers, which not all need. */
export function engineFindings({ storeDir }: ServerConfig): Promise<Finding>[] {
  return [
    optional(look('docker', dockerEngine)),
    optional(look('containers', () => orphans(storeDir))),
    optional(look('kubernetes', kubernetesCluster)),
  ];
}

async function dockerEngine(): Promise<string> {
  const { describeEngine } = await import('@orrery/runner/docker');
  return describeEngine();
}

async function kubernetesCluster(): Promise<string> {
  const { describeCluster } = await import('@orrery/runner/kubernetes');
  return describeCluster();
}

async function orphans(storeDir: string): Promise<string> {
  const { orphansOf } = await import('@orrery/runner/docker');
  const found = await orphansOf(storeDir).catch(() => []);
  if (found.length === 0) return 'none without an orchestrator';
  throw new Error(
    `${found.length} containers run on whose orrery run is dead: ${found.map(({ Id }) => Id.slice(0, 12)).join(', ')}. The next orrery run with Docker ends them, or docker rm -f does.`,
  );
}
