import { memo, type ReactNode } from 'react';
import { cx } from '../cx.ts';
import { TEXT } from '../text.ts';
import type { Column } from './column.ts';
import { Fold } from './Fold.tsx';
import { type GridRow, ROW_HEIGHT } from './Grid.tsx';

interface TableRowProps<T> {
  row: GridRow<T>;
  columns: readonly Column<T>[];
  index: number;
  /** In px; null where the row stands in the flow. */
  top: number | null;
  template: string;
  /** Whether rows of this table can have children, so that all leave room for the fold. */
  nested: boolean;
  lead: ((item: T, row: GridRow<T>) => ReactNode) | undefined;
  onFold: (row: GridRow<T>) => void;
}

/** One row, put at its place in the scroller. */
export const TableRow = memo(Row) as typeof Row;

function Row<T>({ row, columns, index, top, template, nested, lead, onFold }: TableRowProps<T>) {
  const { item, depth, folded } = row;
  const back = row.selected ? 'bg-brass-wash' : 'bg-panel group-hover:bg-hover';
  return (
    <div
      role="row"
      tabIndex={-1}
      data-index={index}
      aria-rowindex={index + 2}
      aria-level={depth + 1}
      aria-expanded={folded === null ? undefined : !folded}
      aria-selected={row.selected}
      className={cx('group grid border-line border-b', top !== null && 'absolute inset-x-0', back)}
      style={{
        height: ROW_HEIGHT,
        gridTemplateColumns: template,
        ...(top !== null && { transform: `translateY(${top}px)` }),
      }}
    >
      {columns.map((column, place) => (
        <div
          key={column.id}
          role="gridcell"
          tabIndex={-1}
          data-column={column.id}
          className={cx(
            'flex min-w-0 items-center overflow-hidden whitespace-nowrap px-3',
            column.align === 'right' && 'justify-end',
            place === 0 && `sticky left-0 z-10 border-line border-r ${back}`,
          )}
        >
          {place === 0 && lead?.(item, row)}
          {place === 0 && nested && <Fold row={row} onFold={onFold} />}
          {column.cell(item)}
        </div>
      ))}
    </div>
  );
}

/** The place of a row that is being fetched. */
export function PendingRow({ index, top }: { index: number; top: number }) {
  return (
    <div
      role="row"
      tabIndex={-1}
      data-index={index}
      aria-rowindex={index + 2}
      aria-busy="true"
      className="absolute inset-x-0 flex items-center border-line border-b bg-panel px-3"
      style={{ height: ROW_HEIGHT, transform: `translateY(${top}px)` }}
    >
      <div
        role="gridcell"
        tabIndex={-1}
        className="h-2.5 w-48 rounded-sm bg-muted-wash"
        aria-label={TEXT.loading}
      />
    </div>
  );
}
