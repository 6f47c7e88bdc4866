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
import { useMemo, useState } from 'react';
import { compareValues, type SortValue } from '../../logic/sorting.ts';
import type { Column } from './column.ts';
import { Grid, type GridRow, type Sort } from './Grid.tsx';

export type { Sort } from './Grid.tsx';

const features = tableFeatures({
  rowSortingFeature,
  rowExpandingFeature,
  sortedRowModel: createSortedRowModel(),
  expandedRowModel: createExpandedRowModel(),
});

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

/** A grid of things that are all here: it sorts and unfolds them itself. */
export function DataTable<T>(props: DataTableProps<T>) {
  const { items, columns, rowId, childrenOf, sorting, onSorting } = props;
  const [expanded, setExpanded] = useState<ExpandedState>({});

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
  const model = table.getRowModel().rows;
  const rows = useMemo(
    () =>
      model.map(
        (row): GridRow<T> => ({
          id: row.id,
          item: row.original as T,
          depth: row.depth,
          folded: row.getCanExpand() ? !row.getIsExpanded() : null,
          count: row.subRows.length,
        }),
      ),
    [model],
  );

  return (
    <Grid
      label={props.label}
      className={props.className}
      count={rows.length}
      rowAt={(index) => rows[index]}
      columns={columns}
      nested={childrenOf !== undefined}
      sorting={sorting}
      onSort={(id) => table.getColumn(id)?.toggleSorting(undefined, false)}
      onFold={({ id, folded }) => table.getRow(id).toggleExpanded(folded === true)}
    />
  );
}

/** Absent values and NaN sort last, whichever the direction. */
function clean(value: SortValue): SortValue {
  return value === null || value === '' || Number.isNaN(value) ? undefined : value;
}
