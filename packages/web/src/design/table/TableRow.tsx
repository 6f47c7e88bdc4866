import { cx } from '../cx.ts';
import type { Column } from './column.ts';

interface TableRowProps<T> {
  item: T;
  columns: readonly Column<T>[];
  index: number;
  top: number;
  height: number;
  template: string;
  depth: number;
  /** Whether rows of this table can have children, so that all leave room for the fold. */
  nested: boolean;
  /** null where there is nothing to fold. */
  folded: boolean | null;
  count: number;
  onFold: () => void;
}

/** One row, put at its place in the scroller. */
export function TableRow<T>(props: TableRowProps<T>) {
  const { item, columns, index, top, height, template, depth } = props;
  return (
    <div
      role="row"
      tabIndex={-1}
      data-index={index}
      aria-rowindex={index + 2}
      aria-level={depth + 1}
      aria-expanded={props.folded === null ? undefined : !props.folded}
      className="group absolute inset-x-0 grid border-line border-b bg-panel hover:bg-hover"
      style={{ transform: `translateY(${top}px)`, height, gridTemplateColumns: template }}
    >
      {columns.map((column, place) => (
        <div
          key={column.id}
          role="gridcell"
          tabIndex={-1}
          className={cx(
            'flex min-w-0 items-center overflow-hidden whitespace-nowrap px-3',
            column.align === 'right' && 'justify-end',
            place === 0 && 'sticky left-0 z-10 border-line border-r bg-panel group-hover:bg-hover',
          )}
        >
          {place === 0 && props.nested && <Fold {...props} />}
          {column.cell(item)}
        </div>
      ))}
    </div>
  );
}

function Fold<T>({ depth, folded, count, onFold }: TableRowProps<T>) {
  return (
    <span className="flex shrink-0 items-center" style={{ paddingLeft: depth * 16 }}>
      {folded === null ? (
        <span className="w-5" />
      ) : (
        <button
          type="button"
          onClick={onFold}
          tabIndex={-1}
          aria-label={`${folded ? 'Show' : 'Hide'} ${count} nested`}
          title={`${count} nested`}
          className="flex size-5 items-center justify-center text-ink-3 hover:text-ink"
        >
          <svg
            width="8"
            height="8"
            viewBox="0 0 8 8"
            fill="currentColor"
            className={cx('transition-transform', !folded && 'rotate-90')}
            aria-hidden="true"
          >
            <path d="M2 0l5 4-5 4z" />
          </svg>
        </button>
      )}
    </span>
  );
}
