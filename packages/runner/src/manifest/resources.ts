import type { Resources } from '../executors/executor.ts';

const UNITS: Record<string, number> = { b: 1, k: 2 ** 10, m: 2 ** 20, g: 2 ** 30, t: 2 ** 40 };

/** Bytes of `512m`, `2g`, `2Gi` or a number, in units of 1024 as Docker reads them; null for none of these. */
export function parseMemory(text: string | number): number | null {
  const match = /^(\d+(?:\.\d+)?)\s*([bkmgt])?(?:i?b)?$/i.exec(String(text).trim());
  if (!match) return null;
  return Math.round(Number(match[1]) * (UNITS[(match[2] ?? 'b').toLowerCase()] as number));
}

/** What a job of a manifest asks for: `mem_limit`, `cpus` and `gpu`. */
export interface ResourceEntry {
  mem_limit: string | number | null;
  cpus: number | null;
  gpu: boolean | number | string | null;
  replicas: number;
}

/** Reads them all; `problems` says what is wrong, by field. */
export function readResources({ mem_limit, cpus, gpu, replicas }: ResourceEntry): {
  resources: Resources;
  problems: Record<string, string>;
} {
  const problems: Record<string, string> = {};
  const memory = mem_limit === null ? null : parseMemory(mem_limit);
  if (mem_limit !== null && memory === null)
    problems.mem_limit = `'${mem_limit}' is no size: write it as 512m or 2g.`;
  const gpus = gpu === true || gpu === 'all' ? -1 : Number(gpu ?? 0);
  if (!Number.isInteger(gpus)) problems.gpu = `'${gpu}' is no number of GPUs: write a number, true or all.`;
  return { resources: { memory, cpus, gpus, replicas }, problems };
}
