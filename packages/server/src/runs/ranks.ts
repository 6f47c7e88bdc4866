/** A cell of a run: a number, a text, or nothing. */
export type Cell = number | string | undefined;

const MOST_COLLATED = 5000;
const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

/** Numbers that sort as the cells do: figures as figures, other texts as people sort them; NaN for no value. */
export function ranks(cells: readonly Cell[]): Float64Array {
  const ranked = new Float64Array(cells.length).fill(Number.NaN);
  if (!fill(ranked, cells, asNumber)) {
    const distinct = [...new Set(cells)].filter((cell) => cell !== undefined).map(String);
    // The collator takes a second for fifty thousand.
    distinct.sort(distinct.length > MOST_COLLATED ? undefined : collator.compare);
    const places = new Map(distinct.map((text, place) => [text, place]));
    fill(ranked, cells, (cell) => places.get(String(cell)));
  }
  return ranked;
}

/** Whether every cell that there is has a number. */
function fill(
  into: Float64Array,
  cells: readonly Cell[],
  number: (cell: number | string) => number | undefined,
): boolean {
  for (let place = 0; place < cells.length; place++) {
    const cell = cells[place];
    if (cell === undefined) continue;
    const found = number(cell);
    if (found === undefined) return false;
    into[place] = found;
  }
  return true;
}

/** The number that a cell is or writes; undefined for any other text. */
export function asNumber(cell: Cell): number | undefined {
  if (typeof cell !== 'string') return cell;
  const number = cell.trim() === '' ? Number.NaN : Number(cell);
  return Number.isFinite(number) ? number : undefined;
}
