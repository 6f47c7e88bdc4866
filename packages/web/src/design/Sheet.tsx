import { useVirtualizer } from '@tanstack/react-virtual';
import { type CSSProperties, type ReactNode, useRef } from 'react';
import { cx } from './cx.ts';
import { TEXT } from './text.ts';

export interface SheetColumn {
  key: string;
  head: ReactNode;
  /** Shown on hover of the head. */
  title?: string;
  /** In px. */
  width: number;
  align?: 'left' | 'right';
}

interface SheetProps {
  label: string;
  columns: readonly SheetColumn[];
  rows: number;
  cell: (row: number, column: number) => ReactNode;
  /** What stands before each row, and stays in sight. */
  rowHead: (row: number) => ReactNode;
  /** Above those. */
  corner?: ReactNode;
  headWidth?: number;
  sort?: { column: number; desc: boolean } | null;
  /** A press on a column's head; without it the heads are no buttons. */
  onSort?: (column: number) => void;
  className?: string;
}

const ROW = 26;
const HEAD = 32;

/** A table of any size: only the rows and columns in sight are in the document. */
export function Sheet(props: SheetProps) {
  const { label, columns, rows, cell, rowHead, corner, headWidth = 64, sort, onSort, className } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const down = useVirtualizer({
    count: rows,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 12,
    paddingStart: HEAD,
  });
  const across = useVirtualizer({
    horizontal: true,
    count: columns.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => columns[index]?.width ?? 100,
    getItemKey: (index) => columns[index]?.key ?? index,
    overscan: 3,
    paddingStart: headWidth,
  });
  const shown = across.getVirtualItems();
  const place = (left: number, width: number): CSSProperties => ({ left, width });

  return (
    <div
      ref={scroller}
      role="table"
      aria-label={label}
      aria-rowcount={rows + 1}
      aria-colcount={columns.length + 1}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls by the keyboard
      tabIndex={0}
      className={cx('relative min-h-0 overflow-auto overscroll-contain bg-panel', className)}
    >
      <div className="relative" style={{ height: down.getTotalSize(), width: across.getTotalSize() }}>
        <div
          role="row"
          tabIndex={-1}
          aria-rowindex={1}
          className="sticky top-0 z-20 border-line-strong border-b bg-paper"
          style={{ height: HEAD }}
        >
          <div
            role="columnheader"
            tabIndex={-1}
            className="engraved sticky left-0 z-10 flex items-center truncate border-line border-r bg-paper px-3"
            style={{ width: headWidth, height: HEAD - 1 }}
          >
            {corner ?? <span className="sr-only">{TEXT.row}</span>}
          </div>
          {shown.map(({ index, key, start, size }) => {
            const column = columns[index];
            if (!column) return null;
            const isSorted = sort?.column === index;
            const look = cx(
              'engraved absolute top-0 flex items-center gap-1 truncate px-3',
              column.align === 'right' && 'flex-row-reverse',
            );
            return (
              <div
                key={key}
                role="columnheader"
                tabIndex={-1}
                aria-colindex={index + 2}
                aria-sort={isSorted ? (sort.desc ? 'descending' : 'ascending') : undefined}
                title={column.title}
                className={look}
                style={{ ...place(start, size), height: HEAD - 1 }}
              >
                {onSort ? (
                  <button type="button" className="truncate hover:text-ink" onClick={() => onSort(index)}>
                    {column.head}
                  </button>
                ) : (
                  column.head
                )}
                <span className="shrink-0 text-brass" aria-hidden="true">
                  {isSorted ? (sort.desc ? '↓' : '↑') : ''}
                </span>
              </div>
            );
          })}
        </div>
        {down.getVirtualItems().map((row) => (
          <div
            key={row.key}
            role="row"
            tabIndex={-1}
            aria-rowindex={row.index + 2}
            className="group absolute left-0 w-full border-line border-b hover:bg-hover"
            style={{ top: row.start, height: ROW }}
          >
            <div
              role="rowheader"
              tabIndex={-1}
              className="sticky left-0 z-10 flex items-center truncate border-line border-r bg-panel px-3 group-hover:bg-hover"
              style={{ width: headWidth, height: ROW - 1 }}
            >
              {rowHead(row.index)}
            </div>
            {shown.map(({ index, key, start, size }) => (
              <div
                key={key}
                role="cell"
                aria-colindex={index + 2}
                className={cx(
                  'absolute top-0 flex items-center overflow-hidden whitespace-nowrap px-3',
                  columns[index]?.align === 'right' && 'justify-end',
                )}
                style={{ ...place(start, size), height: ROW - 1 }}
              >
                {cell(row.index, index)}
              </div>
            ))}
          </div>
        ))}
      </div>
    </div>
  );
}
