import { eachInTurns } from '@orrery/database';
import type { Comparison } from '../../search/index.ts';
import type { StartedValue } from '../run-columns.ts';

/** Places of values, the second not included. */
export type Range = [from: number, to: number];

/** Among characters of these and others, SQLite's order is not that of JavaScript. */
const IN_ANOTHER_ORDER = /[\ud800-\uffff]/;
/** More changes at a time are quicker sorted in than put in one by one. */
const MANY = 100;

/**
 * What the runs of an experiment hold under one name, in order, those that hold the same as they are listed: the newest
 * first, then by id. Runs that hold nothing, or NaN, are not in it.
 */
export class Column {
  readonly #valueOf = new Map<string, StartedValue>();
  #values: StartedValue[] = [];
  #isInOrder = true;

  /** @param values soonest taken over where they are in order already */
  static async of(values: readonly StartedValue[]): Promise<Column> {
    const column = new Column();
    await eachInTurns(values, (value) => {
      if (!Number.isNaN(value.value)) column.#set(value);
    });
    column.#sort();
    return column;
  }

  get size(): number {
    return this.#values.length;
  }

  /** Takes over what these runs hold now: the values, and nothing where there is none. */
  put(runIds: ReadonlySet<string>, values: readonly StartedValue[]): void {
    const held = new Map(values.map((value) => [value.runId, value]));
    for (const runId of runIds) {
      const [before, after] = [this.#valueOf.get(runId), held.get(runId)];
      const isHeld = after !== undefined && !Number.isNaN(after.value);
      if (before?.value === (isHeld ? after.value : undefined)) continue;
      if (runIds.size <= MANY && before) this.#values.splice(this.#firstNotBefore(before), 1);
      if (!isHeld) this.#valueOf.delete(runId);
      else {
        this.#set(after);
        if (runIds.size <= MANY) this.#values.splice(this.#firstNotBefore(after), 0, after);
      }
    }
    if (runIds.size > MANY) this.#sort();
  }

  /** Which of the values a comparison lets through, from and to; null where that is not one range. */
  range({ comparator, value }: Comparison): Range | null {
    if (typeof value !== 'string' && typeof value !== 'number') return null;
    if (comparator === '=') return [this.#firstFrom(value), this.#firstBeyond(value)];
    // Texts may be in another order than the database's.
    if (typeof value === 'string') return null;
    if (comparator === '<') return [0, this.#firstFrom(value)];
    if (comparator === '<=') return [0, this.#firstBeyond(value)];
    if (comparator === '>') return [this.#firstBeyond(value), this.size];
    if (comparator === '>=') return [this.#firstFrom(value), this.size];
    return null;
  }

  /** Those of some runs whose values are in a range. */
  among(runIds: readonly string[], [from, to]: Range): string[] {
    const [first, last] = [this.#values[from]?.value, this.#values[to - 1]?.value];
    if (from >= to || first === undefined || last === undefined) return [];
    return runIds.filter((runId) => {
      const value = this.#valueOf.get(runId)?.value;
      return value !== undefined && value >= first && value <= last;
    });
  }

  ids([from, to]: Range): string[] {
    return this.#values.slice(from, to).map(({ runId }) => runId);
  }

  /**
   * The best `count` values, from one on where one is given, in order; fewer where there are no more. Null where the
   * database has texts in another order.
   *
   * @param areTiesListed whether those that hold the same are wanted as they are listed; else all come that are as good as the last, or as
   *   `from`
   */
  best(
    isAscending: boolean,
    count: number,
    from: StartedValue | null,
    areTiesListed: boolean,
  ): StartedValue[] | null {
    if (!this.#isInOrder) return null;
    let best: StartedValue[] = [];
    let at = isAscending ? 0 : this.size;
    if (from) at = isAscending ? this.#firstFrom(from.value) : this.#firstBeyond(from.value);
    while (best.length < count) {
      const next = this.#values[isAscending ? at : at - 1];
      if (!next) break;
      const [start, end] = [this.#firstFrom(next.value), this.#firstBeyond(next.value)];
      const first =
        areTiesListed && from?.value === next.value
          ? this.#first((other) => compare(other, from) > 0)
          : start;
      best = best.concat(
        this.#values.slice(first, areTiesListed ? Math.min(end, first + count - best.length) : end),
      );
      at = isAscending ? end : start;
    }
    return best;
  }

  #set(value: StartedValue): void {
    this.#valueOf.set(value.runId, value);
    if (typeof value.value === 'string' && IN_ANOTHER_ORDER.test(value.value)) this.#isInOrder = false;
  }

  #sort(): void {
    this.#values = [...this.#valueOf.values()].sort(compare);
  }

  #firstNotBefore(value: StartedValue): number {
    return this.#first((other) => compare(other, value) >= 0);
  }

  #firstFrom(value: StartedValue['value']): number {
    return this.#first((other) => other.value >= value);
  }

  #firstBeyond(value: StartedValue['value']): number {
    return this.#first((other) => other.value > value);
  }

  /** The first place of which something holds that holds of all that follow. */
  #first(holds: (value: StartedValue) => boolean): number {
    let [low, high] = [0, this.size];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (holds(this.#values[middle] as StartedValue)) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}

function compare(a: StartedValue, b: StartedValue): number {
  if (a.value !== b.value) return a.value < b.value ? -1 : 1;
  return compareListed(a, b);
}

/** As runs are listed: the newest first, those that began nobody knows when last. */
export function compareListed(a: StartedValue, b: StartedValue): number {
  if (a.startTime !== b.startTime) {
    if (a.startTime === null || b.startTime === null) return a.startTime === null ? 1 : -1;
    return a.startTime > b.startTime ? -1 : 1;
  }
  return a.runId < b.runId ? -1 : a.runId > b.runId ? 1 : 0;
}
