import { metricName } from '@orrery/client';
import type { Metric } from '@orrery/core';
import { parse } from 'csv-parse/sync';
import { BestAndLast } from './best-and-last.ts';
import { TableTail } from './table-tail.ts';

/** Which column says the step, the first of these that there is. */
const STEP_COLUMNS = ['epoch', 'step', 'iteration', 'iter'];
/** The rows' own numbers, as pandas writes them. */
const ROW_NUMBERS = /^(?:unnamed: 0)?$/i;

/**
 * A table of metrics, one row an epoch, as YOLOv5 and many scripts write it while they train: appended to, or written
 * anew each time. A value that was told stays told, wherever it is written again.
 */
export class ResultsCsv {
  readonly #tail: TableTail;
  readonly #summary = new BestAndLast();
  #header: string[] | null = null;
  #row = 0;
  /** By row: its step, and what was told of each metric. */
  readonly #steps: number[] = [];
  readonly #told = new Map<string, number[]>();
  #isSilent = true;
  /** The last step that stood there before; null where nothing did, or something was written since. */
  #earlier: number | null = null;

  /**
   * Rows that the file has already are of an earlier run, and left out where nothing is written, or rows that begin with
   * a lower step. Where the steps go on, the table was written anew with equal rows, or training resumed: then all of it
   * is the run's history.
   */
  constructor(file: string) {
    this.#tail = new TableTail(file);
    for (const rows of this.#rows(false)) {
      for (const row of rows) this.#earlier = this.#stepOf(row, this.#row++);
    }
  }

  /**
   * The points of rows that came since the last call, some at a time. A row that is still being written waits.
   *
   * @param toEnd whether nothing more is written, so that the last row needs no newline
   */
  *read(timestamp: number, toEnd = false): Generator<Metric[]> {
    yield* this.#points(timestamp, toEnd);
    if (toEnd && this.#isSilent && this.#row > 0 && this.#tail.isTouched) {
      yield* this.#pointsOfAll(timestamp, toEnd);
    }
  }

  /** The best and the last value of each column, as `best/…` and `last/…`. */
  summary(timestamp: number): Metric[] {
    return this.#summary.points(timestamp);
  }

  close(): void {
    this.#tail.close();
  }

  *#pointsOfAll(timestamp: number, toEnd: boolean): Generator<Metric[]> {
    this.#begin();
    this.#tail.rewind();
    yield* this.#points(timestamp, toEnd);
  }

  *#points(timestamp: number, toEnd: boolean): Generator<Metric[]> {
    for (const rows of this.#rows(toEnd)) {
      const first = rows[0];
      if (first && this.#earlier !== null && this.#stepOf(first, this.#row) > this.#earlier) {
        yield* this.#pointsOfAll(timestamp, toEnd);
        return;
      }
      if (first) this.#earlier = null;
      const points = rows.flatMap((row) => this.#pointsOf(row, timestamp));
      if (points.length === 0) continue;
      this.#isSilent = false;
      yield points;
    }
  }

  #pointsOf(row: string[], timestamp: number): Metric[] {
    const header = this.#header ?? [];
    const stepColumn = this.#stepColumn();
    const index = this.#row++;
    const step = this.#stepOf(row, index);
    const isKnown = this.#steps[index] === step;
    this.#steps[index] = step;
    const points: Metric[] = [];
    for (const [column, text] of row.entries()) {
      const name = header[column];
      const value = Number(text || Number.NaN);
      if (name === undefined || column === stepColumn || ROW_NUMBERS.test(name) || !Number.isFinite(value)) {
        continue;
      }
      const key = metricName(name);
      if (!this.#note(key, index, value, isKnown)) points.push({ key, value, timestamp, step });
      this.#summary.add(key, value);
    }
    return points;
  }

  #stepColumn(): number {
    const names = (this.#header ?? []).map((name) => name.toLowerCase());
    return names.indexOf(STEP_COLUMNS.find((name) => names.includes(name)) ?? '\0');
  }

  #stepOf(row: string[], index: number): number {
    const said = Number(row[this.#stepColumn()] || Number.NaN);
    return Number.isSafeInteger(said) ? said : index;
  }

  /** Remembers a value, and tells whether it was known. */
  #note(key: string, index: number, value: number, isKnown: boolean): boolean {
    let values = this.#told.get(key);
    if (!values) {
      values = [];
      this.#told.set(key, values);
    }
    if (isKnown && values[index] === value) return true;
    values[index] = value;
    return false;
  }

  #begin(): void {
    this.#header = null;
    this.#row = 0;
    this.#earlier = null;
  }

  /** Rows that come next, without headers. */
  *#rows(toEnd: boolean): Generator<string[][]> {
    for (;;) {
      const text = this.#tail.next(toEnd);
      if (text === '') return;
      if (text === null) {
        this.#begin();
        continue;
      }
      const rows = parse(text, CSV_OPTIONS) as unknown as string[][];
      this.#header ??= rows[0] ?? null;
      const header = this.#header?.join();
      yield rows.filter((row) => row.join() !== header);
    }
  }
}

const CSV_OPTIONS = {
  trim: true,
  skip_empty_lines: true,
  relax_column_count: true,
  relax_quotes: true,
  skip_records_with_error: true,
  bom: true,
};
