import type { Comparison } from '../../search/index.ts';
import type { RunValue } from '../../store.ts';

type Cell = RunValue['value'];

/** Places of cells, the second not included. */
export type Range = [from: number, to: number];

/** Among characters of these and others, SQLite's order is not that of JavaScript. */
const IN_ANOTHER_ORDER = /[\ud800-\uffff]/;
/** More changes at a time are quicker sorted in than put in one by one. */
const MANY = 100;

/** What the runs of an experiment hold under one name, in order. Runs that hold nothing, or NaN, are not in it. */
export class Column {
  readonly #cellOf = new Map<string, Cell>();
  #ids: string[] = [];
  #cells: Cell[] = [];
  #isInOrder = true;

  constructor(values: readonly RunValue[]) {
    for (const { runId, value } of values) if (!Number.isNaN(value)) this.#set(runId, value);
    this.#sort();
  }

  get size(): number {
    return this.#ids.length;
  }

  /** Takes over what these runs hold now: the values, and nothing where there is none. */
  put(runIds: ReadonlySet<string>, values: readonly RunValue[]): void {
    const held = new Map(values.map(({ runId, value }) => [runId, value]));
    for (const runId of runIds) {
      const [before, after] = [this.#cellOf.get(runId), held.get(runId)];
      const isHeld = after !== undefined && !Number.isNaN(after);
      if (before === (isHeld ? after : undefined)) continue;
      if (runIds.size <= MANY && before !== undefined) this.#take(runId, before);
      if (!isHeld) this.#cellOf.delete(runId);
      else {
        this.#set(runId, after);
        if (runIds.size <= MANY) this.#insert(runId, after);
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
    const [first, last] = [this.#cells[from], this.#cells[to - 1]];
    if (from >= to || first === undefined || last === undefined) return [];
    return runIds.filter((runId) => {
      const cell = this.#cellOf.get(runId);
      return cell !== undefined && cell >= first && cell <= last;
    });
  }

  ids([from, to]: Range): string[] {
    return this.#ids.slice(from, to);
  }

  /**
   * The best runs, from a value on where one is given: `count` of them and those that are as good as the last, whose
   * value is told. Null where there are none, or the database has texts in another order.
   */
  best(isAscending: boolean, count: number, from: Cell | null): { ids: string[]; last: Cell } | null {
    if (!this.#isInOrder) return null;
    if (isAscending) {
      const start = from === null ? 0 : this.#firstFrom(from);
      const last = this.#cells[Math.min(start + count, this.size) - 1];
      if (last === undefined || start >= this.size) return null;
      return { ids: this.ids([start, this.#firstBeyond(last)]), last };
    }
    const end = from === null ? this.size : this.#firstBeyond(from);
    const last = this.#cells[Math.max(end - count, 0)];
    if (last === undefined || end === 0) return null;
    return { ids: this.ids([this.#firstFrom(last), end]), last };
  }

  #set(runId: string, cell: Cell): void {
    this.#cellOf.set(runId, cell);
    if (typeof cell === 'string' && IN_ANOTHER_ORDER.test(cell)) this.#isInOrder = false;
  }

  #sort(): void {
    const sorted = [...this.#cellOf].sort(([id, cell], [otherId, other]) =>
      cell < other ? -1 : cell > other ? 1 : id < otherId ? -1 : 1,
    );
    this.#ids = sorted.map(([id]) => id);
    this.#cells = sorted.map(([, cell]) => cell);
  }

  #take(runId: string, cell: Cell): void {
    const at = this.#first((id, other) => other > cell || (other === cell && id >= runId));
    this.#ids.splice(at, 1);
    this.#cells.splice(at, 1);
  }

  #insert(runId: string, cell: Cell): void {
    const at = this.#first((id, other) => other > cell || (other === cell && id >= runId));
    this.#ids.splice(at, 0, runId);
    this.#cells.splice(at, 0, cell);
  }

  #firstFrom(cell: Cell): number {
    return this.#first((_, other) => other >= cell);
  }

  #firstBeyond(cell: Cell): number {
    return this.#first((_, other) => other > cell);
  }

  /** The first place where something holds that holds for all that follow. */
  #first(holds: (id: string, cell: Cell) => boolean): number {
    let [low, high] = [0, this.size];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (holds(this.#ids[middle] as string, this.#cells[middle] as Cell)) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
