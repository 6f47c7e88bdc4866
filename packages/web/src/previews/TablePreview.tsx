import { useMemo, useState } from 'react';
import { Sheet, type SheetColumn } from '../design/Sheet.tsx';
import { parseCsv } from '../logic/csv.ts';
import { plural } from '../logic/format.ts';
import { numericText } from '../logic/numbers.ts';
import { compareValues } from '../logic/sorting.ts';
import type { PreviewProps } from './Preview.tsx';
import { WithText } from './WithText.tsx';

const LIMIT = 16 * 2 ** 20;
const LOOKED_AT = 200;

/** CSV and TSV as a table. */
export default function TablePreview({ runId, path }: PreviewProps) {
  return (
    <WithText runId={runId} path={path} limit={LIMIT}>
      {(text, isWhole) => <Table key={path} text={text} isWhole={isWhole} path={path} />}
    </WithText>
  );
}

function Table({ text, isWhole, path }: { text: string; isWhole: boolean; path: string }) {
  const [sort, setSort] = useState<{ column: number; desc: boolean } | null>(null);
  const { columns, rows } = useMemo(() => {
    const [head = [], ...all] = parseCsv(text);
    // The last line of a piece is not whole.
    const rows = isWhole ? all : all.slice(0, -1);
    return { columns: columnsOf(head, rows), rows };
  }, [text, isWhole]);
  const order = useMemo(() => {
    const places = rows.map((_, index) => index);
    if (!sort) return places;
    const value = (index: number) => {
      const cell = rows[index]?.[sort.column] ?? '';
      return numericText(cell) ?? cell;
    };
    return places.sort((a, b) => (sort.desc ? -1 : 1) * compareValues(value(a), value(b)));
  }, [rows, sort]);
  return (
    <>
      <p className="px-4 py-1.5 text-ink-3 text-small">
        {plural(rows.length, 'row')}, {plural(columns.length, 'column')}
      </p>
      <Sheet
        label={path}
        className="figures h-(--preview,70vh) border-line border-t text-small"
        columns={columns}
        rows={rows.length}
        rowHead={(row) => <span className="text-ink-3">{(order[row] ?? 0) + 1}</span>}
        cell={(row, column) => <Cell text={rows[order[row] ?? 0]?.[column] ?? ''} />}
        sort={sort}
        onSort={(column) => setSort(next(sort, column))}
      />
    </>
  );
}

function Cell({ text }: { text: string }) {
  return (
    <span className="truncate" title={text}>
      {text}
    </span>
  );
}

function next(sort: { column: number; desc: boolean } | null, column: number) {
  if (sort?.column !== column) return { column, desc: false };
  return sort.desc ? null : { column, desc: true };
}

function columnsOf(head: readonly string[], rows: readonly string[][]): SheetColumn[] {
  const some = rows.slice(0, LOOKED_AT);
  return head.map((name, index) => {
    const cells = some.map((row) => row[index] ?? '');
    const longest = cells.reduce((most, cell) => Math.max(most, cell.length), name.length);
    return {
      key: String(index),
      head: name,
      title: name,
      width: Math.min(320, Math.max(72, longest * 7.3 + 36)),
      align: cells.every((cell) => cell === '' || numericText(cell) !== null) ? 'right' : 'left',
    };
  });
}
