import type { RowRun } from '../../data/rowModel.ts';
import { ContextMenu } from '../../design/ContextMenu.tsx';
import type { MenuItem } from '../../design/MenuItems.tsx';
import { parseColumnId } from '../../logic/columnId.ts';
import { withClause, writeText } from '../../logic/filterClauses.ts';
import { filterColumn } from './ColumnFilter.tsx';
import { TEXT } from './text.ts';
import type { RunsView } from './useRunsView.ts';

/** The cell whose menu is open, and where. */
export interface CellMenuAt {
  x: number;
  y: number;
  run: RowRun;
  column: string;
}

interface CellMenuProps {
  at: CellMenuAt;
  view: RunsView;
  onClose: () => void;
}

/** What can be done with a cell: filters of its value, a copy of it, and its run pinned. */
export function CellMenu({ at, view, onClose }: CellMenuProps) {
  const { run, column } = at;
  const value = cellText(run, column);
  const filtered = filterColumn(column);
  const items: MenuItem[] = [];
  if (value !== null && filtered) {
    const written = column.startsWith('metrics.') ? value : writeText(value);
    const by = (comparator: string) => () =>
      view.setFilter(withClause(view.filter, { column: filtered, comparator, value: written }));
    if (column.startsWith('metrics.'))
      items.push({ label: `≥ ${value}`, onSelect: by('>=') }, { label: `≤ ${value}`, onSelect: by('<=') });
    else
      items.push(
        { label: TEXT.only(value), onSelect: by('=') },
        { label: TEXT.not(value), onSelect: by('!=') },
      );
  }
  if (value !== null)
    items.push({ label: TEXT.copyValue, onSelect: () => void navigator.clipboard?.writeText(value) });
  const isPinned = view.pinned.includes(run.id);
  items.push({
    label: isPinned ? TEXT.unpin : TEXT.pin,
    onSelect: () =>
      view.setPinned(isPinned ? view.pinned.filter((id) => id !== run.id) : [...view.pinned, run.id]),
  });
  return <ContextMenu label={TEXT.cell(run.name)} at={at} items={items} onClose={onClose} />;
}

function cellText(run: RowRun, column: string): string | null {
  const ref = parseColumnId(column);
  if (!ref) return null;
  if (ref.kind === 'metrics') return run.metrics[ref.key] === undefined ? null : String(run.metrics[ref.key]);
  if (ref.kind === 'params' || ref.kind === 'tags') return run[ref.kind][ref.key] ?? null;
  if (column === 'attributes.status') return run.status;
  if (column === 'attributes.user') return run.user || null;
  if (column === 'attributes.dataset') return run.dataset ?? null;
  return column === 'attributes.run_id' ? run.id : null;
}
