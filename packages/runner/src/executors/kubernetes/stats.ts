import { type Cluster, explain } from './cluster.ts';

const MEGA = 1e6;
/** The kubelet looks at its containers every ten seconds; jobs of one node share what it says. */
const FRESH_MS = 4000;

interface Summary {
  pods?: PodStats[];
}

interface PodStats {
  podRef: { name: string; namespace: string };
  containers?: { name: string; cpu?: { usageNanoCores?: number }; memory?: { workingSetBytes?: number } }[];
  network?: { interfaces?: { rxBytes?: number; txBytes?: number }[] };
}

/** The figures of pods, from the kubelets of their nodes, else from the metrics API, as far as we may ask. */
export class PodStatsReader {
  readonly #cluster: Cluster;
  readonly #summaries = new Map<string, { at: number; pods: Promise<PodStats[]> }>();
  #sources: ('kubelet' | 'metrics API')[] = ['kubelet', 'metrics API'];

  constructor(cluster: Cluster) {
    this.#cluster = cluster;
  }

  /**
   * A container's figures under MLflow's names; none where the cluster has none of it.
   *
   * @param limits of which its use is a share; null for no limit, and no share
   */
  async sample(
    node: string,
    pod: string,
    container: string,
    limits: { memory: number | null; cpus: number | null },
  ): Promise<Record<string, number>> {
    const stats = await this.#find(node, pod);
    const own = stats?.containers?.find(({ name }) => name === container);
    const metrics: Record<string, number> = {};
    const put = (name: string, value: number) => {
      if (Number.isFinite(value)) metrics[`system/${name}`] = Math.round(value * 1000) / 1000;
    };
    const cores = (own?.cpu?.usageNanoCores ?? Number.NaN) / 1e9;
    put('cpu_utilization_percentage', (100 * cores) / (limits.cpus ?? 1));
    const memory = own?.memory?.workingSetBytes ?? Number.NaN;
    put('system_memory_usage_megabytes', memory / MEGA);
    if (limits.memory !== null) put('system_memory_usage_percentage', (100 * memory) / limits.memory);
    const links = stats?.network?.interfaces ?? [];
    const total = (of: 'rxBytes' | 'txBytes') => links.reduce((sum, link) => sum + (link[of] ?? 0), 0);
    if (links.length > 0) {
      put('network_receive_megabytes', total('rxBytes') / MEGA);
      put('network_transmit_megabytes', total('txBytes') / MEGA);
    }
    return metrics;
  }

  /** Asks the first source that answers; one that refuses is not asked again. */
  async #find(node: string, pod: string): Promise<PodStats | undefined> {
    const source = this.#sources[0];
    if (!source) return undefined;
    try {
      if (source === 'metrics API') return await this.#fromMetricsApi(pod);
      const pods = await this.#summary(node);
      const { namespace } = this.#cluster;
      return pods.find(({ podRef }) => podRef.name === pod && podRef.namespace === namespace);
    } catch (error) {
      const { code } = error as { code?: unknown };
      // A pod that is too young has no metrics yet, which is also a 404.
      const isRefused = code === 401 || code === 403 || (code === 404 && !/pod/i.test(explain(error)));
      if (isRefused && this.#sources[0] === source) this.#sources = this.#sources.slice(1);
      return undefined;
    }
  }

  #summary(node: string): Promise<PodStats[]> {
    const known = this.#summaries.get(node);
    if (known && Date.now() - known.at < FRESH_MS) return known.pods;
    const pods = this.#cluster
      .read<Summary>(`/api/v1/nodes/${node}/proxy/stats/summary`)
      .then((summary) => summary.pods ?? []);
    this.#summaries.set(node, { at: Date.now(), pods });
    return pods;
  }

  async #fromMetricsApi(pod: string): Promise<PodStats> {
    const { namespace } = this.#cluster;
    const found = await this.#cluster.read<{
      containers?: { name: string; usage: { cpu: string; memory: string } }[];
    }>(`/apis/metrics.k8s.io/v1beta1/namespaces/${namespace}/pods/${pod}`);
    return {
      podRef: { name: pod, namespace },
      containers: (found.containers ?? []).map(({ name, usage }) => ({
        name,
        cpu: { usageNanoCores: quantity(usage.cpu) * 1e9 },
        memory: { workingSetBytes: quantity(usage.memory) },
      })),
    };
  }
}

const SUFFIXES: Record<string, number> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
};

/** A quantity of Kubernetes (`250m`, `64Mi`) as a number. */
export function quantity(text: string): number {
  const [, number, suffix = ''] = /^([\d.]+)([a-zA-Z]*)$/.exec(text) ?? [];
  return Number(number) * (suffix === '' ? 1 : (SUFFIXES[suffix] ?? Number.NaN));
}
