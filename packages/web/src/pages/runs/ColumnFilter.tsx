import { useState } from 'react';
import { type ColumnValues, useColumnValues } from '../../data/runFacts.ts';
import { Button } from '../../design/Button.tsx';
import { cx } from '../../design/cx.ts';
import { Field } from '../../design/Field.tsx';
import { ClosesPopover } from '../../design/Popover.tsx';
import { readClause, splitClauses, withClause, withoutColumn, writeText } from '../../logic/filterClauses.ts';
import { formatNumber } from '../../logic/format.ts';
import { TEXT } from './text.ts';
import type { RunsView } from './useRunsView.ts';

const SHOWN = 12;

/** The column that MLflow's filters know for one of the table; null for those that cannot be filtered by. */
export function filterColumn(id: string): string | null {
  if (/^(metrics|params|tags)\./.test(id)) return id;
  const known: Readonly<Record<string, string>> = {
    'attributes.status': 'attributes.status',
    'attributes.user': 'attributes.user_id',
    'attributes.dataset': 'dataset.name',
    'attributes.source': 'tags.mlflow.source.name',
    'attributes.commit': 'tags.mlflow.source.git.commit',
  };
  return known[id] ?? null;
}

/** Columns of the table, by what filters call them. */
const ASKED: Readonly<Record<string, string>> = {
  'attributes.user_id': 'attributes.user',
  'dataset.name': 'attributes.dataset',
};

interface ColumnFilterProps {
  experimentId: string;
  column: string;
  view: RunsView;
}

/** Writes a comparison of one column into the filter: a range of figures, or a value of those that there are. */
export function ColumnFilter({ experimentId, column, view }: ColumnFilterProps) {
  const asked = ASKED[column] ?? column;
  const { data } = useColumnValues(experimentId, asked);
  const current = splitClauses(view.filter)
    .map(readClause)
    .filter((clause) => clause?.column === column);
  if (!data) return <div className="h-24" />;
  return column.startsWith('metrics.') ? (
    <Range
      data={data}
      from={current.find((clause) => clause?.comparator === '>=')?.value ?? ''}
      to={current.find((clause) => clause?.comparator === '<=')?.value ?? ''}
      onRange={(from, to) => {
        let filter = withoutColumn(view.filter, column);
        if (from) filter = withClause(filter, { column, comparator: '>=', value: from });
        if (to) filter = withClause(filter, { column, comparator: '<=', value: to });
        view.setFilter(filter);
      }}
    />
  ) : (
    <ul className="max-h-64 overflow-y-auto">
      {[null, ...data.values.slice(0, SHOWN)].map((found) => {
        const written = found && writeText(String(found.value));
        const on = found ? current.some((clause) => clause?.value === written) : current.length === 0;
        return (
          <li key={found ? String(found.value) : ''}>
            <ClosesPopover>
              <button
                type="button"
                aria-pressed={on}
                className={cx(
                  'flex w-full items-baseline gap-2 rounded-sm px-1.5 py-0.5 text-left hover:bg-hover',
                  on && 'font-semibold',
                )}
                onClick={() =>
                  view.setFilter(
                    written
                      ? withClause(view.filter, { column, comparator: '=', value: written })
                      : withoutColumn(view.filter, column),
                  )
                }
              >
                <span className="truncate">{found ? String(found.value) : TEXT.anyValue}</span>
                {found && (
                  <span className="figures ml-auto text-ink-3 text-micro">
                    {found.runs.toLocaleString('en-US')}
                  </span>
                )}
              </button>
            </ClosesPopover>
          </li>
        );
      })}
    </ul>
  );
}

interface RangeProps {
  data: ColumnValues;
  from: string;
  to: string;
  onRange: (from: string, to: string) => void;
}

function Range({ data, onRange, ...current }: RangeProps) {
  const [from, setFrom] = useState(current.from);
  const [to, setTo] = useState(current.to);
  const hint = (value: number | null) => (value === null ? '' : formatNumber(value));
  return (
    <div className="flex flex-col gap-1.5">
      <div className="grid grid-cols-2 gap-1.5">
        <Field
          mono
          inputMode="decimal"
          aria-label={TEXT.from}
          placeholder={hint(data.min)}
          value={from}
          onChange={(event) => setFrom(event.target.value)}
        />
        <Field
          mono
          inputMode="decimal"
          aria-label={TEXT.to}
          placeholder={hint(data.max)}
          value={to}
          onChange={(event) => setTo(event.target.value)}
        />
      </div>
      <div className="flex justify-end gap-1">
        <ClosesPopover>
          <Button tone="quiet" onClick={() => onRange('', '')}>
            {TEXT.clear}
          </Button>
        </ClosesPopover>
        <ClosesPopover>
          <Button disabled={!isNumber(from) || !isNumber(to)} onClick={() => onRange(from.trim(), to.trim())}>
            {TEXT.apply}
          </Button>
        </ClosesPopover>
      </div>
    </div>
  );
}

function isNumber(text: string): boolean {
  return text.trim() === '' || Number.isFinite(Number(text));
}
