import { cx } from '../cx.ts';
import type { Column } from './column.ts';

interface HeaderCellProps<T> {
  column: Column<T>;
  pinned: boolean;
  sorted: false | 'asc' | 'desc';
  onSort: (() => void) | undefined;
}

/** A column's name; pressing it sorts. */
export function HeaderCell<T>({ column, pinned, sorted, onSort }: HeaderCellProps<T>) {
  const right = column.align === 'right';
  const title = column.title ?? (typeof column.header === 'string' ? column.header : undefined);
  const arrow = sorted ? (sorted === 'desc' ? '↓' : '↑') : '';
  return (
    <div
      role="columnheader"
      tabIndex={-1}
      aria-sort={sorted ? (sorted === 'asc' ? 'ascending' : 'descending') : 'none'}
      className={cx('min-w-0', pinned && 'sticky left-0 z-10 border-line border-r bg-paper')}
    >
      <button
        type="button"
        disabled={!onSort}
        onClick={onSort}
        title={title}
        className={cx(
          'engraved flex h-8 w-full items-center gap-1 px-3 enabled:hover:text-ink',
          right && 'flex-row-reverse',
          sorted && 'text-ink',
        )}
      >
        <span className="truncate">{column.header}</span>
        <span className="w-2 shrink-0 text-brass" aria-hidden="true">
          {arrow}
        </span>
      </button>
    </div>
  );
}
