import type { Column } from './column.ts';

type Widths = readonly Pick<Column<never>, 'width' | 'grow'>[];

/** The tracks of a CSS grid with these columns. */
export function gridTemplate(columns: Widths): string {
  return columns.map(({ width, grow }) => (grow ? `minmax(${width}px, 1fr)` : `${width}px`)).join(' ');
}

/** The least that these columns take together, in px. */
export function gridWidth(columns: Widths): number {
  return columns.reduce((total, { width }) => total + width, 0);
}
