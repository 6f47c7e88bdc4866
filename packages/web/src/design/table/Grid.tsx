import { useVirtualizer } from '@tanstack/react-virtual';
import {
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
  useCallback,
  useEffect,
  useMemo,
  useRef,
} from 'react';
import { useLatest } from '../../data/useLatest.ts';
import { cx } from '../cx.ts';
import type { Column } from './column.ts';
import { gridTemplate, gridWidth } from './columnWidths.ts';
import { GridHeader } from './GridHeader.tsx';
import { PendingRow, TableRow } from './TableRow.tsx';

export const ROW_HEIGHT = 30;
const PAGE_KEYS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, PageDown: 15, PageUp: -15 };

export interface Sort {
  id: string;
  desc: boolean;
}

/** A line of a grid. */
export interface GridRow<T> {
  id: string;
  item: T;
  depth: number;
  /** null where there is nothing to fold. */
  folded: boolean | null;
  /** How many lines are nested below. */
  count: number;
  selected?: boolean;
}

interface GridProps<T> {
  label: string;
  className?: string | undefined;
  /** How many lines there are, whether they are here or not. */
  count: number;
  /** undefined while a line is being fetched. */
  rowAt: (index: number) => GridRow<T> | undefined;
  /** Lines that stay below the header. */
  pinned?: readonly GridRow<T>[];
  columns: readonly Column<T>[];
  nested: boolean;
  sorting: readonly Sort[];
  /** `add` where the column is to be sorted by besides. */
  onSort: (id: string, add: boolean) => void;
  onFold: (row: GridRow<T>) => void;
  /** Told which lines are in sight, or near. */
  onRange?: (first: number, last: number) => void;
  /** Before the first cell of each line, such as a checkbox. */
  lead?: (item: T, row: GridRow<T>) => ReactNode;
  leadHeader?: ReactNode;
  /** Beside the name of a column, such as a menu. */
  headerMenu?: (column: Column<T>) => ReactNode;
  /** The right button on a cell. */
  onCellMenu?: (event: MouseEvent, row: GridRow<T>, column: Column<T>) => void;
  /** Old lines, shown until the new ones come. */
  stale?: boolean;
  /** What is looked at; another one is looked at from its top. */
  subject?: string;
}

/**
 * A virtualised table of lines: only those in sight are in the document. The first column stays in place; arrow keys
 * walk lines, left and right fold and unfold nested ones, Enter follows the link.
 */
export function Grid<T>(props: GridProps<T>) {
  const { count, rowAt, columns, sorting, nested, pinned = [] } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const latest = useLatest(props);
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 6,
  });
  const items = virtual.getVirtualItems();
  const [first, last] = [items[0]?.index ?? 0, items.at(-1)?.index ?? 0];
  useEffect(() => latest.current.onRange?.(first, last), [first, last, latest]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: it scrolls when the subject changes
  useEffect(() => {
    scroller.current?.scrollTo({ top: 0 });
  }, [props.subject]);

  const template = useMemo(() => gridTemplate(columns), [columns]);
  const width = useMemo(() => gridWidth(columns), [columns]);
  const fold = useCallback((row: GridRow<T>) => latest.current.onFold(row), [latest]);
  const sort = useCallback((id: string, add: boolean) => latest.current.onSort(id, add), [latest]);
  const line = (row: GridRow<T>, index: number, top: number | null) => (
    <TableRow
      key={row.id}
      row={row}
      columns={columns}
      index={index}
      top={top}
      template={template}
      nested={nested}
      lead={props.lead}
      onFold={fold}
    />
  );

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>): void => {
    const focused = (event.target as HTMLElement).closest<HTMLElement>('[data-index]');
    if (!focused || event.altKey || event.ctrlKey || event.metaKey) return;
    const index = Number(focused.dataset.index);
    const row = rowAt(index);
    const step = PAGE_KEYS[event.key];
    if (step !== undefined && !(event.target as HTMLElement).closest('input')) {
      event.preventDefault();
      const next = Math.min(count - 1, Math.max(0, index + step));
      virtual.scrollToIndex(next);
      requestAnimationFrame(() =>
        scroller.current
          ?.querySelector<HTMLElement>(`[data-index="${next}"] a, [data-index="${next}"]`)
          ?.focus(),
      );
    } else if (row && row.folded !== null && (event.key === 'ArrowRight' || event.key === 'ArrowLeft')) {
      event.preventDefault();
      if (row.folded === (event.key === 'ArrowRight')) props.onFold(row);
    }
  };

  const onContextMenu = (event: MouseEvent<HTMLDivElement>): void => {
    const cell = (event.target as HTMLElement).closest<HTMLElement>('[data-column]');
    const row = rowAt(Number(cell?.closest<HTMLElement>('[data-index]')?.dataset.index));
    const column = columns.find(({ id }) => id === cell?.dataset.column);
    if (row && column) props.onCellMenu?.(event, row, column);
  };

  return (
    <div
      ref={scroller}
      className={cx('relative min-h-0 overflow-auto overscroll-contain', props.className)}
      onKeyDown={onKeyDown}
      {...(props.onCellMenu && { onContextMenu })}
      role="treegrid"
      tabIndex={-1}
      aria-label={props.label}
      aria-rowcount={count + 1 + pinned.length}
      aria-busy={props.stale || undefined}
    >
      <div style={{ minWidth: width }}>
        <div className="sticky top-0 z-20" role="rowgroup">
          <GridHeader
            columns={columns}
            template={template}
            sorting={sorting}
            lead={props.leadHeader}
            menu={props.headerMenu}
            onSort={sort}
          />
          {pinned.map((row) => line(row, -1, null))}
        </div>
        <div
          role="rowgroup"
          className={cx('relative transition-opacity', props.stale && 'opacity-60')}
          style={{ height: virtual.getTotalSize() }}
        >
          {items.map((item) => {
            const row = rowAt(item.index);
            return row ? (
              line(row, item.index, item.start)
            ) : (
              <PendingRow key={item.key} index={item.index} top={item.start} />
            );
          })}
        </div>
      </div>
    </div>
  );
}
