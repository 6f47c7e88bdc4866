import { ArrowDown, ArrowUp, ChevronDown } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Line } from '../../data/rowModel.ts';
import { Button } from '../../design/Button.tsx';
import { ClosesPopover, Popover } from '../../design/Popover.tsx';
import type { Column } from '../../design/table/column.ts';
import { parseColumnId } from '../../logic/columnId.ts';
import { ColumnFilter, filterColumn } from './ColumnFilter.tsx';
import { TEXT } from './text.ts';
import type { RunsView } from './useRunsView.ts';

interface ColumnPanelProps {
  experimentId: string;
  column: Column<Line>;
  /** The columns that are shown, without the name. */
  shown: readonly string[];
  view: RunsView;
}

/** What can be done with a column: sort, filter, group, hide. */
export function ColumnPanel(props: ColumnPanelProps) {
  const name = typeof props.column.header === 'string' ? props.column.header : props.column.id;
  return (
    <Popover
      align="start"
      label={TEXT.column(name)}
      trigger={
        <button
          type="button"
          aria-label={TEXT.column(name)}
          className="flex h-6 w-5 shrink-0 items-center justify-center rounded-sm text-ink-3 opacity-0 hover:bg-hover hover:text-ink focus-visible:opacity-100 group-hover/header:opacity-100 pointer-coarse:opacity-100 data-[state=open]:opacity-100"
        >
          <ChevronDown size={13} aria-hidden="true" />
        </button>
      }
    >
      <Actions {...props} />
    </Popover>
  );
}

function Actions({ experimentId, column: { id, sorts }, shown, view }: ColumnPanelProps) {
  const others = view.sorting.filter((sort) => sort.id !== id);
  const sort = (desc: boolean, add: boolean) => () => view.setSorting([...(add ? others : []), { id, desc }]);
  const ref = parseColumnId(id);
  const groups = ref && (ref.kind === 'params' || ref.kind === 'tags' || GROUPED.has(id));
  const filtered = filterColumn(id);
  return (
    <div className="flex w-64 flex-col gap-2 p-2">
      {sorts && (
        <div className="grid grid-cols-2 gap-1">
          <Act onClick={sort(false, false)} icon={<ArrowUp size={13} />} text={TEXT.sortUp} />
          <Act onClick={sort(true, false)} icon={<ArrowDown size={13} />} text={TEXT.sortDown} />
          {others.length > 0 && (
            <>
              <Act onClick={sort(false, true)} icon={<ArrowUp size={13} />} text={TEXT.thenUp} />
              <Act onClick={sort(true, true)} icon={<ArrowDown size={13} />} text={TEXT.thenDown} />
            </>
          )}
        </div>
      )}
      {filtered && <ColumnFilter experimentId={experimentId} column={filtered} view={view} />}
      <div className="flex flex-wrap gap-1 border-line border-t pt-2 empty:hidden">
        {groups && !view.group.includes(id) && (
          <Act onClick={() => view.setGroup([...view.group, id])} text={TEXT.groupBy} />
        )}
        {shown.includes(id) && (
          <Act onClick={() => view.setColumns(shown.filter((other) => other !== id))} text={TEXT.hide} />
        )}
      </div>
    </div>
  );
}

const GROUPED = new Set([
  'attributes.status',
  'attributes.user',
  'attributes.dataset',
  'attributes.source',
  'attributes.commit',
]);

function Act({ onClick, icon, text }: { onClick: () => void; icon?: ReactNode; text: string }) {
  return (
    <ClosesPopover>
      <Button tone="quiet" onClick={onClick} className="justify-start px-1.5 text-small">
        {icon}
        {text}
      </Button>
    </ClosesPopover>
  );
}
