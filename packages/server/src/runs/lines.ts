import type { OrderKey } from './order.ts';
import { type Cell, ranks } from './ranks.ts';
import { remember } from './remember.ts';
import { PARENT, type RunTable } from './run-table.ts';

export interface RunLine {
  kind: 'run';
  id: string;
  place: number;
  depth: number;
  /** How many runs are nested directly below. */
  children: number;
  open: boolean;
}

export interface GroupLine {
  kind: 'group';
  id: string;
  depth: number;
  column: string;
  value: Cell;
  places: number[];
  open: boolean;
}

/** A line of the table as it is shown. */
export type Line = RunLine | GroupLine;

/** Runs one below the other; of runs with a parent among them, those below a parent that is open. */
export async function nestedLines(
  table: RunTable,
  sorted: Uint32Array,
  open: ReadonlySet<string>,
): Promise<Line[]> {
  const { roots, children } = await nestingOf(table, sorted);
  const lines: Line[] = [];
  const add = (places: readonly number[], depth: number): void => {
    for (const place of places) {
      const below = children.get(place) ?? [];
      const line = runLine(table, place, depth, below.length, open);
      lines.push(line);
      if (line.open) add(below, depth + 1);
    }
  };
  add(roots, 0);
  return lines;
}

/** Runs one below the other, all of them. */
export function flatLines(table: RunTable, places: Iterable<number>, depth = 0): Line[] {
  return Array.from(places, (place) => runLine(table, place, depth, 0, NONE));
}

/**
 * Groups by what runs hold in some columns, one within the other, with the runs of those that are open. Groups stand in
 * the order of the mean of what is sorted by, else of their values.
 */
export async function groupLines(
  table: RunTable,
  sorted: Uint32Array,
  columns: readonly string[],
  first: OrderKey | undefined,
  open: ReadonlySet<string>,
): Promise<Line[]> {
  const cells = await table.columns(columns);
  const sortedBy = first?.column.startsWith('metrics.') ? await table.ranks(first.column) : null;
  const sign = first?.descending ? -1 : 1;
  const lines: Line[] = [];
  const add = (places: readonly number[], depth: number, path: string): void => {
    const column = columns[depth];
    if (column === undefined) {
      lines.push(...flatLines(table, places, depth));
      return;
    }
    const groups = new Map<Cell, number[]>();
    for (const place of places) {
      const value = cells[depth]?.[place];
      const group = groups.get(value);
      if (group) group.push(place);
      else groups.set(value, [place]);
    }
    const values = [...groups.keys()];
    const rank = sortedBy ? values.map((value) => meanOf(groups.get(value) ?? [], sortedBy)) : ranks(values);
    const order = values.map((_, index) => index);
    const byColumn = sortedBy || first?.column === column;
    order.sort((a, b) => compare(rank[a] ?? Number.NaN, rank[b] ?? Number.NaN, byColumn ? sign : 1));
    for (const index of order) {
      const value = values[index];
      const id = `${path}\u0000${value ?? ''}`;
      const within = groups.get(value) ?? [];
      lines.push({ kind: 'group', id, depth, column, value, places: within, open: open.has(id) });
      if (open.has(id)) add(within, depth + 1, id);
    }
  };
  add([...sorted], 0, 'group');
  return lines;
}

interface Nesting {
  roots: readonly number[];
  /** Places below a place. */
  children: ReadonlyMap<number, readonly number[]>;
}

const nestings = new WeakMap<Uint32Array, Promise<Nesting>>();

function nestingOf(table: RunTable, sorted: Uint32Array): Promise<Nesting> {
  return remember(nestings, sorted, () => nest(table, sorted));
}

async function nest(table: RunTable, sorted: Uint32Array): Promise<Nesting> {
  const parents = await table.column(PARENT);
  const among = new Uint8Array(table.infos.length);
  for (const place of sorted) among[place] = 1;
  const parentOf = (place: number): number | undefined => {
    const id = parents[place];
    const parent = id === undefined ? undefined : table.placeOf(String(id));
    return parent !== undefined && among[parent] ? parent : undefined;
  };
  const isOwnAncestor = (place: number): boolean => {
    let above = parentOf(place);
    for (let steps = 0; above !== undefined && above !== place && steps < 64; steps++)
      above = parentOf(above);
    return above !== undefined;
  };
  const children = new Map<number, number[]>();
  const roots: number[] = [];
  for (const place of sorted) {
    const parent = parentOf(place);
    if (parent === undefined || isOwnAncestor(place)) roots.push(place);
    else {
      const siblings = children.get(parent);
      if (siblings) siblings.push(place);
      else children.set(parent, [place]);
    }
  }
  return { roots, children };
}

const NONE: ReadonlySet<string> = new Set();

function runLine(
  { infos }: RunTable,
  place: number,
  depth: number,
  children: number,
  open: ReadonlySet<string>,
): RunLine {
  const id = infos[place]?.runId ?? '';
  return { kind: 'run', id, place, depth, children, open: children > 0 && open.has(id) };
}

function meanOf(places: readonly number[], values: Float64Array): number {
  const known = places.map((place) => values[place] as number).filter((value) => !Number.isNaN(value));
  return known.reduce((sum, value) => sum + value, 0) / known.length;
}

/** What is not a number goes last. */
function compare(a: number, b: number, sign: number): number {
  if (Number.isNaN(a)) return Number.isNaN(b) ? 0 : 1;
  return Number.isNaN(b) ? -1 : sign * (a - b);
}
