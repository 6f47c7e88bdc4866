import type { Direction } from './direction.ts';

/** Where each value stands among all, from 0 (worst) to 1 (best); equal ones share the middle of their places. */
export function ranks(values: readonly number[], direction: Direction): number[] {
  const sign = direction === 'maximize' ? 1 : -1;
  const order = values.map((_, index) => index).sort((a, b) => sign * ((values[a] ?? 0) - (values[b] ?? 0)));
  const found = new Array<number>(values.length).fill(1);
  const last = values.length - 1;
  for (let from = 0; from <= last; ) {
    let to = from;
    while (to < last && values[order[to + 1] ?? 0] === values[order[from] ?? 0]) to += 1;
    const place = last === 0 ? 1 : (from + to) / 2 / last;
    for (let index = from; index <= to; index += 1) found[order[index] ?? 0] = place;
    from = to + 1;
  }
  return found;
}
