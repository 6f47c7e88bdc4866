import { metricName } from '@orrery/client';
import type { Metric } from '@orrery/core';
import { NUMBER } from '../../exec/stdout-metrics.ts';
import { JobFolder } from '../../job/folder.ts';
import { readOutputs } from '../../job/outputs.ts';
import { groupOf, type WantedMetric } from './spec.ts';

/** What a command says of the metrics that a sweep optimises: the last value of each. */
export class Objective {
  readonly names: string[];
  readonly #wanted: WantedMetric[];
  readonly #last = new Map<string, Metric>();

  constructor(wanted: WantedMetric[]) {
    this.#wanted = wanted;
    this.names = wanted.map(({ name }) => metricName(name));
  }

  /** What to look for in the command's output; every `name=value` where no metric has a pattern of its own. */
  get patterns(): RegExp[] | 'pairs' {
    if (this.#wanted.every(({ pattern }) => pattern === null)) return 'pairs';
    return this.#wanted.map(({ name, pattern }, index) => pattern ?? pairPattern(name, groupOf(index)));
  }

  /** The metric of each group of the patterns. */
  get groups(): Record<string, string> {
    return Object.fromEntries(this.names.map((name, index) => [groupOf(index), name]));
  }

  /** Takes points; those of the objective come back, in order. */
  take(points: Metric[]): Metric[] {
    const own = points.filter(({ key }) => this.names.includes(key));
    for (const point of own) this.#last.set(point.key, point);
    return own;
  }

  /** Takes what the command left in its folder: the finals of `metrics.json` go before what came last. */
  async takeFiles(folder: string): Promise<Metric[]> {
    const points: Metric[] = [];
    const endTime = Date.now();
    const { scalars } = await readOutputs(new JobFolder(folder), {
      endTime,
      streamedToo: true,
      take: (more) => void points.push(...more),
    });
    for (const [key, value] of Object.entries(scalars))
      if (this.names.includes(key)) this.#last.set(key, { key, value, timestamp: endTime, step: 0 });
    return points;
  }

  /** One value for each objective, or which are missing. */
  values(): number[] | { missing: string[] } {
    const missing = this.names.filter((name) => !this.#last.has(name));
    return missing.length > 0 ? { missing } : this.names.map((name) => this.#last.get(name)?.value as number);
  }
}

function pairPattern(name: string, group: string): RegExp {
  return new RegExp(`(?<![\\w./-])${RegExp.escape(name)}\\s*[=:]\\s*(?<${group}>${NUMBER})(?![\\w.])`, 'g');
}
