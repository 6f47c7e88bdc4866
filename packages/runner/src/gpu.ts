import { type ChildProcess, spawn } from 'node:child_process';

const FIELDS = 'index,utilization.gpu,memory.used,memory.total,power.draw,power.limit';
const MEBI_IN_MEGA = 1.048576;

/**
 * The GPUs that `nvidia-smi` sees, under MLflow's names. One `nvidia-smi` goes on telling for as long as this is open:
 * to start one for each sample would cost more than the sample.
 */
export class GpuSampler {
  #latest: Record<string, number> = {};
  readonly #process: ChildProcess;

  /** @param seconds how often it tells, at least 1 */
  constructor(seconds: number) {
    const query = [`--query-gpu=${FIELDS}`, '--format=csv,noheader,nounits', `--loop=${seconds}`];
    const told = spawn('nvidia-smi', query, { stdio: ['ignore', 'pipe', 'ignore'] });
    this.#process = told;
    told.on('error', () => {}); // there is none
    told.once('close', () => {
      this.#latest = {};
    });
    let rest = '';
    told.stdout.setEncoding('utf8').on('data', (text: string) => {
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) Object.assign(this.#latest, figuresOf(line));
    });
    told.unref();
  }

  /** What was told last; nothing where there is no GPU. */
  sample(): Record<string, number> {
    return this.#latest;
  }

  close(): void {
    this.#process.kill();
    this.#process.stdout?.destroy();
  }
}

/** A figure that a GPU does not have, told as `[N/A]`, becomes NaN. */
function figuresOf(line: string): Record<string, number> {
  const [index, utilization, used, total, power, limit] = line.split(',').map(Number);
  if (!Number.isInteger(index) || limit === undefined) return {};
  const name = (figure: string) => `gpu_${index}_${figure}`;
  return {
    [name('utilization_percentage')]: utilization as number,
    [name('memory_usage_megabytes')]: (used as number) * MEBI_IN_MEGA,
    [name('memory_usage_percentage')]: (100 * (used as number)) / (total as number),
    [name('power_usage_watts')]: power as number,
    [name('power_usage_percentage')]: (100 * (power as number)) / limit,
  };
}
