import { memo, type ReactNode } from 'react';
import type { Column } from './column.ts';
import type { Sort } from './Grid.tsx';
import { HeaderCell } from './HeaderCell.tsx';

interface GridHeaderProps<T> {
  columns: readonly Column<T>[];
  template: string;
  sorting: readonly Sort[];
  lead: ReactNode;
  menu: ((column: Column<T>) => ReactNode) | undefined;
  onSort: (id: string, add: boolean) => void;
}

/** The names of the columns. */
export const GridHeader = memo(Header) as typeof Header;

function Header<T>({ columns, template, sorting, lead, menu, onSort }: GridHeaderProps<T>) {
  return (
    <div
      role="row"
      tabIndex={-1}
      className="grid h-8 border-line-strong border-b bg-paper"
      style={{ gridTemplateColumns: template }}
    >
      {columns.map((column, index) => {
        const place = sorting.findIndex(({ id }) => id === column.id);
        return (
          <HeaderCell
            key={column.id}
            column={column}
            pinned={index === 0}
            sorted={place < 0 ? false : sorting[place]?.desc ? 'desc' : 'asc'}
            place={sorting.length > 1 && place >= 0 ? place + 1 : null}
            lead={index === 0 ? lead : undefined}
            menu={menu?.(column)}
            onSort={column.value || column.sorts ? (add) => onSort(column.id, add) : undefined}
          />
        );
      })}
    </div>
  );
}
