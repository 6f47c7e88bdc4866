import { readFileSync } from 'node:fs';
import type { Metric } from '@orrery/core';
import { parse } from 'csv-parse/sync';
import { metricName } from './metric-name.ts';

const STEP_COLUMNS = ['epoch', 'step', 'iteration'];
/** What is better when smaller, where nobody says. */
const SMALLER = /loss|error|\bmse\b|\bmae\b|rmse|perplexity|wer|fid/i;

/** A table of metrics, one row an epoch, as YOLOv5 and many scripts write it while they train. */
export class ResultsCsv {
  readonly #file: string;
  readonly #best = new Map<string, number>();
  readonly #last = new Map<string, number>();
  #rows = 0;

  /** Rows that the file has already are of an earlier run, and left out as long as they stand there. */
  constructor(file: string) {
    this.#file = file;
    this.#rows = this.#table().length;
  }

  /** The points of rows that came since the last call. A row that is still being written waits. */
  read(timestamp: number): Metric[] {
    const rows = this.#table();
    if (rows.length < this.#rows) this.#rows = 0;
    const points: Metric[] = [];
    for (const [index, row] of rows.entries()) {
      if (index < this.#rows) continue;
      const column = Object.keys(row).find((name) => STEP_COLUMNS.includes(name.toLowerCase()));
      const step = column === undefined ? index : Number(row[column]);
      for (const [name, text] of Object.entries(row)) {
        if (name === column || text === '' || !Number.isFinite(Number(text))) continue;
        points.push(
          this.#note(metricName(name), Number(text), timestamp, Number.isInteger(step) ? step : index),
        );
      }
    }
    this.#rows = rows.length;
    return points;
  }

  /** The best and the last value of each column, as `best/…` and `last/…`. */
  summary(timestamp: number): Metric[] {
    const points = (kind: string, values: Map<string, number>) =>
      [...values].map(([name, value]) => ({ key: `${kind}/${name}`, value, timestamp, step: 0 }));
    return [...points('best', this.#best), ...points('last', this.#last)];
  }

  #note(key: string, value: number, timestamp: number, step: number): Metric {
    const best = this.#best.get(key);
    const better = best === undefined || (SMALLER.test(key) ? value < best : value > best);
    if (better) this.#best.set(key, value);
    this.#last.set(key, value);
    return { key, value, timestamp, step };
  }

  #table(): Record<string, string>[] {
    let text: string;
    try {
      text = readFileSync(this.#file, 'utf8');
    } catch {
      return [];
    }
    const whole = text.slice(0, text.lastIndexOf('\n') + 1);
    const options = {
      columns: true,
      trim: true,
      skip_empty_lines: true,
      relax_column_count: true,
      bom: true,
    };
    return parse(whole, options) as unknown as Record<string, string>[];
  }
}
