import type { ReactNode } from 'react';
import { cx } from '../cx.ts';
import type { Column } from './column.ts';

interface HeaderCellProps<T> {
  column: Column<T>;
  pinned: boolean;
  sorted: false | 'asc' | 'desc';
  /** Which of several columns sorted by it is, from 1; null where it is the only one. */
  place: number | null;
  lead: ReactNode;
  menu: ReactNode;
  onSort: ((add: boolean) => void) | undefined;
}

/** A column's name; pressing it sorts, with Shift besides what is sorted by already. */
export function HeaderCell<T>({ column, pinned, sorted, place, lead, menu, onSort }: HeaderCellProps<T>) {
  const right = column.align === 'right';
  const title = column.title ?? (typeof column.header === 'string' ? column.header : undefined);
  const arrow = sorted ? (sorted === 'desc' ? '↓' : '↑') : '';
  const look = cx('engraved flex h-8 min-w-0 flex-1 items-center gap-1 px-3', right && 'flex-row-reverse');
  return (
    <div
      role="columnheader"
      tabIndex={-1}
      aria-sort={sorted ? (sorted === 'asc' ? 'ascending' : 'descending') : 'none'}
      className={cx(
        'group/header flex min-w-0 items-center',
        right && 'flex-row-reverse',
        pinned && 'sticky left-0 z-10 border-line border-r bg-paper',
      )}
    >
      {lead && <span className="flex shrink-0 items-center pl-3">{lead}</span>}
      {onSort ? (
        <button
          type="button"
          onClick={(event) => onSort(event.shiftKey)}
          title={title}
          className={cx(look, 'hover:text-ink', sorted && 'text-ink')}
        >
          <span className="truncate">{column.header}</span>
          <span className="w-2 shrink-0 whitespace-nowrap text-brass" aria-hidden="true">
            {arrow}
            {place !== null && <span className="text-micro">{place}</span>}
          </span>
        </button>
      ) : (
        <span title={title} className={look}>
          <span className="truncate">{column.header}</span>
        </span>
      )}
      {menu}
    </div>
  );
}
