import {
  createExpandedRowModel,
  createSortedRowModel,
  type ExpandedState,
  type Row,
  rowExpandingFeature,
  rowSortingFeature,
  tableFeatures,
  useTable,
} from '@tanstack/react-table';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, useMemo, useRef, useState } from 'react';
import { compareValues, type SortValue } from '../../logic/sorting.ts';
import { cx } from '../cx.ts';
import type { Column } from './column.ts';
import { HeaderCell } from './HeaderCell.tsx';
import { TableRow } from './TableRow.tsx';

const ROW = 30;

const features = tableFeatures({
  rowSortingFeature,
  rowExpandingFeature,
  sortedRowModel: createSortedRowModel(),
  expandedRowModel: createExpandedRowModel(),
});

export interface Sort {
  id: string;
  desc: boolean;
}

interface DataTableProps<T> {
  label: string;
  items: readonly T[];
  columns: readonly Column<T>[];
  rowId: (item: T) => string;
  childrenOf?: (item: T) => readonly T[];
  sorting: readonly Sort[];
  onSorting: (sorting: Sort[]) => void;
  className?: string;
}

const NO_CHILDREN = (): undefined => undefined;

/**
 * A virtualised table: only the rows in sight are in the document. The first column stays in
 * place; arrow keys walk rows, left and right fold and unfold nested ones, Enter follows the link.
 */
export function DataTable<T>(props: DataTableProps<T>) {
  const { items, columns, rowId, childrenOf, sorting, onSorting } = props;
  const [expanded, setExpanded] = useState<ExpandedState>({});
  const scroller = useRef<HTMLDivElement>(null);

  const definitions = useMemo(
    () =>
      columns.map((column) => ({
        id: column.id,
        accessorFn: (item: T): SortValue => clean(column.value?.(item)),
        enableSorting: column.value !== undefined,
        sortUndefined: 'last' as const,
        sortDescFirst: column.descFirst ?? false,
        sortFn: (a: Row<typeof features, T & object>, b: Row<typeof features, T & object>, id: string) =>
          compareValues(a.getValue<SortValue>(id), b.getValue<SortValue>(id)),
      })),
    [columns],
  );

  const table = useTable({
    features,
    columns: definitions,
    data: items as readonly (T & object)[],
    getRowId: rowId,
    getSubRows: (childrenOf as ((item: T & object) => (T & object)[]) | undefined) ?? NO_CHILDREN,
    state: { sorting: [...sorting], expanded },
    onSortingChange: (update) => onSorting(typeof update === 'function' ? update([...sorting]) : update),
    onExpandedChange: setExpanded,
    autoResetExpanded: false,
    enableSortingRemoval: true,
  });
  const rows = table.getRowModel().rows;

  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 12,
    getItemKey: (index) => rows[index]?.id ?? index,
  });

  const template = columns
    .map((column) => (column.grow ? `minmax(${column.width}px, 1fr)` : `${column.width}px`))
    .join(' ');
  const width = columns.reduce((total, column) => total + column.width, 0);

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>): void => {
    const focused = (event.target as HTMLElement).closest<HTMLElement>('[data-index]');
    if (!focused || event.altKey || event.ctrlKey || event.metaKey) return;
    const index = Number(focused.dataset.index);
    const row = rows[index];
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 15, PageUp: -15 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      const next = Math.min(rows.length - 1, Math.max(0, index + step));
      virtual.scrollToIndex(next);
      requestAnimationFrame(() =>
        scroller.current
          ?.querySelector<HTMLElement>(`[data-index="${next}"] a, [data-index="${next}"]`)
          ?.focus(),
      );
    } else if (row?.getCanExpand() && (event.key === 'ArrowRight' || event.key === 'ArrowLeft')) {
      event.preventDefault();
      row.toggleExpanded(event.key === 'ArrowRight');
    }
  };

  return (
    <div
      ref={scroller}
      className={cx('relative min-h-0 overflow-auto overscroll-contain', props.className)}
      onKeyDown={onKeyDown}
      role="treegrid"
      tabIndex={-1}
      aria-label={props.label}
      aria-rowcount={rows.length + 1}
    >
      <div style={{ minWidth: width }}>
        <div
          role="row"
          tabIndex={-1}
          className="sticky top-0 z-20 grid h-8 border-line-strong border-b bg-paper"
          style={{ gridTemplateColumns: template }}
        >
          {columns.map((column, index) => {
            const core = table.getColumn(column.id);
            return (
              <HeaderCell
                key={column.id}
                column={column}
                pinned={index === 0}
                sorted={core?.getIsSorted() ?? false}
                onSort={column.value ? () => core?.toggleSorting(undefined, false) : undefined}
              />
            );
          })}
        </div>
        <div className="relative" style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map((item) => {
            const row = rows[item.index];
            if (!row) return null;
            return (
              <TableRow
                key={item.key}
                item={row.original as T}
                columns={columns}
                index={item.index}
                top={item.start}
                height={ROW}
                template={template}
                depth={row.depth}
                nested={childrenOf !== undefined}
                folded={row.getCanExpand() ? !row.getIsExpanded() : null}
                count={row.subRows.length}
                onFold={() => row.toggleExpanded()}
              />
            );
          })}
        </div>
      </div>
    </div>
  );
}

/** Absent values and NaN sort last, whichever the direction. */
function clean(value: SortValue): SortValue {
  return value === null || value === '' || Number.isNaN(value) ? undefined : value;
}
