import type { PlannedJob } from '../manifest/load.ts';
import type { ExecutorName, Executors } from './executor.ts';
import { LocalExecutor } from './local.ts';

/**
 * The executors that jobs ask for; each is loaded only where it is used. What orchestrators that died left running
 * there is stopped first.
 *
 * @param say told of that, and of what the executors wait for
 * @param env the settings; see `KubernetesExecutor`
 */
export async function openExecutors(
  jobs: PlannedJob[],
  storeDir: string,
  say: (message: string) => void,
  env: Readonly<Record<string, string | undefined>> = process.env,
): Promise<Executors> {
  const used = new Set<ExecutorName>(jobs.map(({ executor }) => executor));
  const executors: Executors = {};
  const tell = (stopped: string[], what: string) => {
    if (stopped.length > 0) say(`stopped ${stopped.length} ${what} of an orchestrator that died`);
  };
  if (used.has('local')) executors.local = new LocalExecutor();
  if (used.has('docker')) {
    const { DockerExecutor, stopOrphans } = await import('./docker/index.ts');
    tell(await stopOrphans(storeDir).catch(() => []), 'containers');
    executors.docker = new DockerExecutor(storeDir, say);
  }
  if (used.has('kubernetes')) {
    const { KubernetesExecutor, stopOrphans } = await import('./kubernetes/index.ts');
    for (const place of placesOf(jobs))
      tell(await stopOrphans(storeDir, place).catch(() => []), 'jobs on Kubernetes');
    executors.kubernetes = new KubernetesExecutor(storeDir, say, env);
  }
  return executors;
}

/** The namespaces that jobs run in, once each. */
function placesOf(jobs: PlannedJob[]) {
  const places = jobs.flatMap(({ kubernetes }) =>
    kubernetes ? [{ context: kubernetes.context, namespace: kubernetes.namespace }] : [],
  );
  return [...new Map(places.map((place) => [JSON.stringify(place), place])).values()];
}
