import type { Column } from './column.ts';
import type { KnownMasses } from './numeric-kernels.ts';

/** A running trial with a value for each column. */
export interface RunningValues {
  number: number;
  values: number[];
}

/** The trials that make the components of a mixture, in order of number, as columns of typed arrays. */
export class Components {
  /** Trial numbers; of a running one, -1 less its index among the running. */
  readonly #members: Int32Array;
  readonly #columns: readonly Column[];
  readonly #running: readonly RunningValues[];
  /** The component of each finished trial; -1 for one that is not among them. */
  readonly #component: Int32Array;

  /**
   * @param finished numbers in order; those that lack a column are left out
   * @param trials above every number
   */
  constructor(
    finished: Int32Array,
    columns: readonly Column[],
    running: readonly RunningValues[],
    trials: number,
  ) {
    this.#columns = columns;
    this.#running = running;
    const members = new Int32Array(finished.length + running.length);
    this.#component = new Int32Array(trials).fill(-1);
    let [count, next] = [0, 0];
    for (const number of finished) {
      while ((running[next]?.number ?? Number.POSITIVE_INFINITY) < number) members[count++] = -1 - next++;
      if (!columns.every((column) => column.has(number))) continue;
      this.#component[number] = count;
      members[count++] = number;
    }
    while (next < running.length) members[count++] = -1 - next++;
    this.#members = members.subarray(0, count);
  }

  get count(): number {
    return this.#members.length;
  }

  /** The values of a column, by component. */
  values(index: number): Float64Array {
    const column = this.#columns[index] as Column;
    const values = new Float64Array(this.count);
    for (let i = 0; i < values.length; i++) {
      const member = this.#members[i] as number;
      values[i] = member >= 0 ? column.at(member) : (this.#running[-1 - member]?.values[index] as number);
    }
    return values;
  }

  /** What was worked out for the trials before, by component. */
  masses(index: number): KnownMasses {
    const column = this.#columns[index] as Column;
    const members = this.#members;
    return {
      get: (component, sigma) => column.massOf(members[component] ?? -1, sigma),
      set: (component, sigma, mass) => column.setMass(members[component] ?? -1, sigma, mass),
    };
  }

  /** The components by value of a column. */
  order(index: number): Int32Array {
    const column = this.#columns[index] as Column;
    const order = new Int32Array(this.count);
    const [sorted, components] = [column.order, this.#component];
    let count = 0;
    for (let i = 0; i < sorted.length; i++) {
      const component = components[sorted[i] as number] as number;
      if (component >= 0) order[count++] = component;
    }
    this.#members.forEach((member, component) => {
      if (member < 0) count = this.#insert(order, count, component, index);
    });
    return order;
  }

  #insert(order: Int32Array, count: number, component: number, index: number): number {
    const valueAt = (i: number) => {
      const member = this.#members[i] as number;
      return member >= 0
        ? (this.#columns[index] as Column).at(member)
        : (this.#running[-1 - member]?.values[index] as number);
    };
    const value = valueAt(component);
    let [from, to] = [0, count];
    while (from < to) {
      const middle = (from + to) >>> 1;
      if (valueAt(order[middle] as number) <= value) from = middle + 1;
      else to = middle;
    }
    order.copyWithin(from + 1, from, count);
    order[from] = component;
    return count + 1;
  }
}
