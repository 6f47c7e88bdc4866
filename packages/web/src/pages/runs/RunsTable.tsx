import { type MouseEvent, useCallback, useMemo, useRef, useState } from 'react';
import type { Line, RowRun } from '../../data/rowModel.ts';
import type { Column } from '../../design/table/column.ts';
import { Grid, type GridRow } from '../../design/table/Grid.tsx';
import { toggleSort } from '../../logic/sorting.ts';
import { CellMenu, type CellMenuAt } from './CellMenu.tsx';
import { ColumnPanel } from './ColumnPanel.tsx';
import { TEXT } from './text.ts';
import type { RunsView } from './useRunsView.ts';

interface RunsTableProps {
  experimentId: string;
  view: RunsView;
  total: number;
  lineAt: (index: number) => Line | undefined;
  pinned: readonly RowRun[];
  columns: readonly Column<Line>[];
  shown: readonly string[];
  stale: boolean;
  selected: ReadonlySet<string>;
  onSelect: (ids: readonly string[], on: boolean) => void;
  onFold: (id: string, open: boolean) => void;
  onRange: (first: number, last: number) => void;
}

/** The lines of an experiment, with what can be done to a column, a cell and a run. */
export function RunsTable(props: RunsTableProps) {
  const { experimentId, view, columns, shown, selected, onSelect } = props;
  const [menu, setMenu] = useState<CellMenuAt | null>(null);
  const last = useRef<number | null>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: rows show what is selected
  const rows = useMemo(() => new WeakMap<Line, GridRow<Line>>(), [selected]);
  const rowOf = (line: Line): GridRow<Line> => {
    let row = rows.get(line);
    if (!row) {
      const { id, depth, children, open } = line;
      const isGroup = line.kind === 'group';
      row = { id, item: line, depth, folded: children > 0 ? !open : null, count: children };
      if (!isGroup) row.selected = selected.has(id);
      rows.set(line, row);
    }
    return row;
  };
  const pinned = useMemo(
    () =>
      props.pinned.map((run): GridRow<Line> => {
        const line: Line = { kind: 'run', id: run.id, depth: 0, children: 0, open: false, run };
        return { id: run.id, item: line, depth: 0, folded: null, count: 0, selected: selected.has(run.id) };
      }),
    [props.pinned, selected],
  );

  const lines = useRef(props.lineAt);
  lines.current = props.lineAt;
  const select = useCallback(
    (event: MouseEvent<HTMLInputElement>, id: string): void => {
      const index = Number(event.currentTarget.closest<HTMLElement>('[data-index]')?.dataset.index);
      const on = event.currentTarget.checked;
      const from = event.shiftKey && last.current !== null ? last.current : index;
      const ids: string[] = [];
      for (let at = Math.min(from, index); index >= 0 && at <= Math.max(from, index); at += 1) {
        const line = lines.current(at);
        if (line?.kind === 'run') ids.push(line.id);
      }
      last.current = index;
      onSelect(ids.length > 0 ? ids : [id], on);
    },
    [onSelect],
  );
  const lead = useCallback(
    (line: Line, row: GridRow<Line>) =>
      line.kind === 'run' ? (
        <input
          type="checkbox"
          aria-label={`${TEXT.select} ${line.run.name}`}
          checked={row.selected ?? false}
          onClick={(event) => select(event, line.id)}
          onChange={() => {}}
          className="mr-2 shrink-0 accent-(--brass-line)"
        />
      ) : (
        <span className="mr-2 w-[13px] shrink-0" />
      ),
    [select],
  );

  const headerMenu = useCallback(
    (column: Column<Line>) => (
      <ColumnPanel experimentId={experimentId} column={column} shown={shown} view={view} />
    ),
    [experimentId, shown, view],
  );

  return (
    <>
      <Grid
        label={TEXT.runs}
        className="min-h-96 flex-1 border-line border-t"
        count={props.total}
        rowAt={(index) => {
          const line = props.lineAt(index);
          return line && rowOf(line);
        }}
        pinned={pinned}
        columns={columns}
        nested={view.nested || view.group.length > 0}
        sorting={view.sorting}
        onSort={(id, add) => {
          const descFirst = columns.find((column) => column.id === id)?.descFirst ?? false;
          view.setSorting(toggleSort(view.sorting, id, descFirst, add));
        }}
        onFold={({ id, folded }) => props.onFold(id, folded === true)}
        onRange={props.onRange}
        lead={lead}
        leadHeader={LEAD_HEADER}
        headerMenu={headerMenu}
        onCellMenu={(event, row, column) => {
          if (row.item.kind !== 'run') return;
          event.preventDefault();
          setMenu({ x: event.clientX, y: event.clientY, run: row.item.run, column: column.id });
        }}
        stale={props.stale}
        subject={JSON.stringify([view.filter, view.sorting, view.group, view.stage])}
      />
      {menu && <CellMenu at={menu} view={view} onClose={() => setMenu(null)} />}
    </>
  );
}

const LEAD_HEADER = <span className="w-[13px]" />;
