import { readFileSync, statfsSync } from 'node:fs';
import { cpus, freemem, totalmem } from 'node:os';
import { GpuSampler } from './gpu.ts';

const MEGA = 1e6;

/**
 * Samples this machine under MLflow's names (mlflow/system_metrics): percentages, and megabytes of 10⁶ bytes;
 * network figures count from the first sample.
 */
export class SystemSampler {
  readonly #folder: string;
  #cpu = cpuTimes();
  #network = networkBytes();
  readonly #gpus: GpuSampler;

  /**
   * @param folder whose file system the disk figures are of
   * @param gpuSeconds how often the figures of GPUs are new
   */
  constructor(folder: string, gpuSeconds = 2) {
    this.#folder = folder;
    this.#gpus = new GpuSampler(gpuSeconds);
  }

  sample(): Record<string, number> {
    const metrics: Record<string, number> = {};
    const put = (name: string, value: number) => {
      if (Number.isFinite(value)) metrics[`system/${name}`] = Math.round(value * 1000) / 1000;
    };
    const before = this.#cpu;
    this.#cpu = cpuTimes();
    const total = this.#cpu.total - before.total;
    put(
      'cpu_utilization_percentage',
      total > 0 ? (100 * (total - (this.#cpu.idle - before.idle))) / total : Number.NaN,
    );
    const used = totalmem() - availableMemory();
    put('system_memory_usage_megabytes', used / MEGA);
    put('system_memory_usage_percentage', (100 * used) / totalmem());
    const disk = statfsSync(this.#folder);
    const free = disk.bavail * disk.bsize;
    const taken = (disk.blocks - disk.bfree) * disk.bsize;
    put('disk_usage_megabytes', taken / MEGA);
    put('disk_available_megabytes', free / MEGA);
    put('disk_usage_percentage', (100 * taken) / (taken + free));
    const network = networkBytes();
    if (network && this.#network) {
      put('network_receive_megabytes', (network.received - this.#network.received) / MEGA);
      put('network_transmit_megabytes', (network.sent - this.#network.sent) / MEGA);
    }
    for (const [name, value] of Object.entries(this.#gpus.sample())) put(name, value);
    return metrics;
  }

  close(): void {
    this.#gpus.close();
  }
}

function cpuTimes(): { total: number; idle: number } {
  let [total, idle] = [0, 0];
  for (const { times } of cpus()) {
    total += times.user + times.nice + times.sys + times.idle + times.irq;
    idle += times.idle;
  }
  return { total, idle };
}

function availableMemory(): number {
  try {
    const kilobytes = /MemAvailable:\s+(\d+)/.exec(readFileSync('/proc/meminfo', 'utf8'))?.[1];
    return Number(kilobytes) * 1024;
  } catch {
    return freemem();
  }
}

/** Bytes over all interfaces since the machine started; null where /proc does not tell. */
function networkBytes(): { received: number; sent: number } | null {
  try {
    const sums = { received: 0, sent: 0 };
    for (const line of readFileSync('/proc/net/dev', 'utf8').split('\n').slice(2)) {
      const [, numbers] = line.split(':');
      const fields = numbers?.trim().split(/\s+/).map(Number) ?? [];
      sums.received += fields[0] ?? 0;
      sums.sent += fields[8] ?? 0;
    }
    return sums;
  } catch {
    return null;
  }
}
