import { stripVTControlCharacters } from 'node:util';
import { metricName } from '@orrery/client';
import type { Metric } from '@orrery/core';

/** A number as programs print it. */
export const NUMBER = String.raw`[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?`;
/** `loss=0.12`, `loss: 0.12`; `epoch 3`, `step=3`, `Epoch 3/10`. */
const PAIR = new RegExp(String.raw`(?<![\w./-])([A-Za-z][\w./-]*)\s*[=:]\s*(${NUMBER})(?![\w.])`, 'g');
const STEP = /\b(?:epoch|step|iter(?:ation)?)\b\s*[=:#]?\s*(\d+)/i;
const STEP_NAMES = new Set(['epoch', 'step', 'iter', 'iteration']);

/** Finds metrics in what a command prints, line by line. A line that names no step belongs to the last one named. */
export class StdoutMetrics {
  readonly #look: RegExp[] | 'pairs';
  readonly #names: Record<string, string>;
  #step = 0;

  /**
   * @param look patterns with named groups, each a metric, and `step`; or with two groups without names, the first a
   *   metric's name and the second its value; or `name=number` pairs
   * @param names metrics by the groups that find them, where a group has another name
   */
  constructor(look: RegExp[] | 'pairs', names: Record<string, string> = {}) {
    this.#look = look;
    this.#names = names;
  }

  read(coloured: string, timestamp: number): Metric[] {
    const line = stripVTControlCharacters(coloured);
    const found = this.#look === 'pairs' ? this.#byPairs(line) : this.#byPatterns(line, this.#look);
    return found
      .filter(([, value]) => Number.isFinite(value))
      .map(([key, value]) => ({ key: metricName(key), value, timestamp, step: this.#step }));
  }

  #byPatterns(line: string, patterns: RegExp[]): [string, number][] {
    const found: [string, number][] = [];
    for (const pattern of patterns) {
      for (const match of line.matchAll(pattern)) {
        const { groups } = match;
        if (groups === undefined) {
          const [, name, text] = match;
          if (name && text) found.push([name, Number(text)]);
          continue;
        }
        if (groups.step !== undefined) this.#step = Number.parseInt(groups.step, 10) || 0;
        for (const [name, text] of Object.entries(groups))
          if (name !== 'step' && text !== undefined) found.push([this.#names[name] ?? name, Number(text)]);
      }
    }
    return found;
  }

  #byPairs(line: string): [string, number][] {
    const step = STEP.exec(line)?.[1];
    if (step !== undefined) this.#step = Number(step);
    return [...line.matchAll(PAIR)]
      .map(([, name = '', text = '']): [string, number] => [name, Number(text)])
      .filter(([name]) => !STEP_NAMES.has(name.toLowerCase()));
  }
}
