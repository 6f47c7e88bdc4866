import type { Int64 } from '@orrery/core';
import type { Comparison } from '../../search/index.ts';
import type { RunValue } from '../../store.ts';
import type { StartedValue } from '../run-columns.ts';

type Cell = RunValue['value'];

/** What a run holds, and what else says where it is in an order. */
export interface Place {
  runId: string;
  cell: Cell;
  startTime: Int64 | null;
}

/** Places of cells, the second not included. */
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
  readonly #placeOf = new Map<string, Place>();
  #places: Place[] = [];
  #isInOrder = true;

  constructor(values: readonly StartedValue[]) {
    for (const value of values) if (!Number.isNaN(value.value)) this.#set(value);
    this.#sort();
  }

  get size(): number {
    return this.#places.length;
  }

  /** Takes over what these runs hold now: the values, and nothing where there is none. */
  put(runIds: ReadonlySet<string>, values: readonly StartedValue[]): void {
    const held = new Map(values.map((value) => [value.runId, value]));
    for (const runId of runIds) {
      const [before, after] = [this.#placeOf.get(runId), held.get(runId)];
      const isHeld = after !== undefined && !Number.isNaN(after.value);
      if (before?.cell === (isHeld ? after.value : undefined)) continue;
      if (runIds.size <= MANY && before) this.#places.splice(this.#firstNotBefore(before), 1);
      if (!isHeld) this.#placeOf.delete(runId);
      else {
        const place = this.#set(after);
        if (runIds.size <= MANY) this.#places.splice(this.#firstNotBefore(place), 0, place);
      }
    }
    if (runIds.size > MANY) this.#sort();
  }

  /** Which of the cells a comparison lets through, from and to; null where that is not one range. */
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

  /** Those of some runs whose cells are in a range. */
  among(runIds: readonly string[], [from, to]: Range): string[] {
    const [first, last] = [this.#places[from]?.cell, this.#places[to - 1]?.cell];
    if (from >= to || first === undefined || last === undefined) return [];
    return runIds.filter((runId) => {
      const cell = this.#placeOf.get(runId)?.cell;
      return cell !== undefined && cell >= first && cell <= last;
    });
  }

  ids([from, to]: Range): string[] {
    return this.#places.slice(from, to).map(({ runId }) => runId);
  }

  /**
   * The best `count` runs, from a place on where one is given, in order; fewer where there are no more. Null where the
   * database has texts in another order.
   *
   * @param areTiesListed whether those that hold the same are wanted as they are listed; else all come that are as good as the last, or as
   *   the place
   */
  best(isAscending: boolean, count: number, from: Place | null, areTiesListed: boolean): Place[] | null {
    if (!this.#isInOrder) return null;
    let best: Place[] = [];
    let at = isAscending ? 0 : this.size;
    if (from) at = isAscending ? this.#firstFrom(from.cell) : this.#firstBeyond(from.cell);
    while (best.length < count) {
      const next = this.#places[isAscending ? at : at - 1];
      if (!next) break;
      const [start, end] = [this.#firstFrom(next.cell), this.#firstBeyond(next.cell)];
      const first =
        areTiesListed && from?.cell === next.cell ? this.#first((place) => compare(place, from) > 0) : start;
      best = best.concat(
        this.#places.slice(first, areTiesListed ? Math.min(end, first + count - best.length) : end),
      );
      at = isAscending ? end : start;
    }
    return best;
  }

  #set({ runId, value, startTime }: StartedValue): Place {
    const place = { runId, cell: value, startTime };
    this.#placeOf.set(runId, place);
    if (typeof value === 'string' && IN_ANOTHER_ORDER.test(value)) this.#isInOrder = false;
    return place;
  }

  #sort(): void {
    this.#places = [...this.#placeOf.values()].sort(compare);
  }

  #firstNotBefore(place: Place): number {
    return this.#first((other) => compare(other, place) >= 0);
  }

  #firstFrom(cell: Cell): number {
    return this.#first((other) => other.cell >= cell);
  }

  #firstBeyond(cell: Cell): number {
    return this.#first((other) => other.cell > cell);
  }

  /** The first place of which something holds that holds of all that follow. */
  #first(holds: (place: Place) => boolean): number {
    let [low, high] = [0, this.size];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (holds(this.#places[middle] as Place)) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}

function compare(a: Place, b: Place): number {
  if (a.cell !== b.cell) return a.cell < b.cell ? -1 : 1;
  return compareListed(a, b);
}

/** As runs are listed: the newest first, those that began nobody knows when last. */
export function compareListed(a: Omit<Place, 'cell'>, b: Omit<Place, 'cell'>): number {
  if (a.startTime !== b.startTime) {
    if (a.startTime === null || b.startTime === null) return a.startTime === null ? 1 : -1;
    return a.startTime > b.startTime ? -1 : 1;
  }
  return a.runId < b.runId ? -1 : a.runId > b.runId ? 1 : 0;
}
