import type { ContainerStats } from 'dockerode';

const MEGA = 1e6;

/** A container's own figures under MLflow's names, from the engine's last report of it. */
export class ContainerSampler {
  #latest: ContainerStats | null = null;
  readonly #cpus: number | null;

  /** @param cpus the container's limit, of which its use is a share; null for the machine's */
  constructor(stream: NodeJS.ReadableStream, cpus: number | null) {
    this.#cpus = cpus;
    let rest = '';
    stream.on('data', (data: Buffer) => {
      const lines = (rest + data.toString('utf8')).split('\n');
      rest = lines.pop() ?? '';
      const last = lines.findLast((line) => line.trim() !== '');
      if (last) this.#latest = JSON.parse(last) as ContainerStats;
    });
    stream.on('error', () => {});
    stream.once('close', () => {
      this.#latest = null;
    });
  }

  sample(): Record<string, number> {
    const stats = this.#latest;
    if (!stats?.memory_stats?.usage) return {};
    const metrics: Record<string, number> = {};
    const put = (name: string, value: number) => {
      if (Number.isFinite(value)) metrics[`system/${name}`] = Math.round(value * 1000) / 1000;
    };
    const { cpu_stats: now, precpu_stats: before, memory_stats: memory } = stats;
    const used = now.cpu_usage.total_usage - before.cpu_usage.total_usage;
    const machine = now.system_cpu_usage - (before.system_cpu_usage ?? Number.NaN);
    const cpus = now.online_cpus || 1;
    put('cpu_utilization_percentage', Math.max(0, (100 * used * cpus) / machine / (this.#cpus ?? cpus)));
    const details = memory.stats as unknown as Record<string, number>;
    const usage = memory.usage - (details?.inactive_file ?? details?.total_inactive_file ?? 0);
    put('system_memory_usage_megabytes', usage / MEGA);
    put('system_memory_usage_percentage', (100 * usage) / memory.limit);
    const networks = Object.values(stats.networks ?? {});
    put('network_receive_megabytes', networks.reduce((sum, each) => sum + each.rx_bytes, 0) / MEGA);
    put('network_transmit_megabytes', networks.reduce((sum, each) => sum + each.tx_bytes, 0) / MEGA);
    return metrics;
  }
}
