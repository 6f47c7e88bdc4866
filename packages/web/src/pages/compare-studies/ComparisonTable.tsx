import { Link } from '@tanstack/react-router';
import { Num } from '../../design/Num.tsx';
import { Panel } from '../../design/Panel.tsx';
import { StateBar } from '../../design/StateBar.tsx';
import { isBetter } from '../../logic/direction.ts';
import { completeTrials, optimisationHistory, paramNames } from '../../logic/trials.ts';
import { formatExactly, formatValue } from '../study/formatValue.ts';
import type { Compared } from './CompareStudiesPage.tsx';
import { TEXT } from './text.ts';

interface Row {
  one: Compared;
  /** Of the trials of the objective, the best. */
  best: { value: number; number: number; params: Readonly<Record<string, unknown>> } | null;
  median: number;
  /** The trial that came within a hundredth of the range of the best. */
  reached: number | null;
}

/** A column a study: its best, its middle, and the params of its best trial. */
export function ComparisonTable({
  compared,
  objective,
}: {
  compared: readonly Compared[];
  objective: number;
}) {
  const rows = compared.map((one) => rowOf(one, objective));
  const direction = compared[0]?.study.directions[objective] ?? 'minimize';
  const same = compared.every(({ study }) => study.directions[objective] === direction);
  const leader = rows.reduce<Row | null>(
    (best, row) =>
      row.best && (!best?.best || isBetter(row.best.value, best.best.value, direction)) ? row : best,
    null,
  );
  const names = paramNames(compared.flatMap(({ trials }) => trials.slice(0, 50)));
  return (
    <Panel className="overflow-x-auto">
      <table className="w-full border-collapse text-left [&_td]:px-3 [&_td]:py-1 [&_th]:px-3 [&_th]:py-1">
        <thead>
          <tr className="border-line-strong border-b">
            <th className="engraved">{TEXT.study}</th>
            {rows.map(({ one: { study, color } }) => (
              <th key={study.id} className="min-w-40 max-w-64 font-medium">
                <Link
                  to="/studies/$studyId"
                  params={{ studyId: String(study.id) }}
                  className="flex items-center gap-2 hover:underline"
                >
                  <span
                    aria-hidden="true"
                    className="h-1 w-4 shrink-0"
                    style={{ background: `var(--run-${color})` }}
                  />
                  <span className="truncate" title={study.name}>
                    {study.name}
                  </span>
                </Link>
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          <Line name={TEXT.direction} rows={rows} cell={({ one }) => one.study.directions[objective]} />
          <Line
            name={TEXT.trials}
            rows={rows}
            cell={({ one }) => (
              <span className="flex items-center gap-2">
                <span className="figures text-small">{one.trials.length}</span>
                <StateBar counts={one.study.counts} />
              </span>
            )}
          />
          <Line
            name={TEXT.best}
            rows={rows}
            cell={(row) =>
              row.best && (
                <Link
                  to="/studies/$studyId/trials/$number"
                  params={{ studyId: String(row.one.study.id), number: String(row.best.number) }}
                  className="hover:underline"
                >
                  <Num
                    value={row.best.value}
                    digits={6}
                    className={same && row === leader ? 'font-semibold text-brass' : ''}
                  />
                  <span className="ml-2 text-ink-3 text-micro">
                    {TEXT.trial} {row.best.number}
                  </span>
                </Link>
              )
            }
          />
          <Line
            name={TEXT.median}
            rows={rows}
            cell={({ median }) => !Number.isNaN(median) && <Num value={median} digits={6} />}
          />
          <Line
            name={TEXT.trialsToBest}
            rows={rows}
            cell={({ reached }) => reached !== null && <span className="figures">{reached + 1}</span>}
          />
          {names.map((name) => (
            <Line
              key={name}
              name={name}
              rows={rows}
              cell={({ best }) =>
                best &&
                name in best.params && (
                  <span className="figures text-small" title={formatExactly(best.params[name])}>
                    {formatValue(best.params[name])}
                  </span>
                )
              }
            />
          ))}
        </tbody>
      </table>
    </Panel>
  );
}

interface LineProps {
  name: string;
  rows: readonly Row[];
  cell: (row: Row) => React.ReactNode;
}

function Line({ name, rows, cell }: LineProps) {
  return (
    <tr>
      <th scope="row" className="max-w-40 truncate font-normal text-ink-2" title={name}>
        {name}
      </th>
      {rows.map((row) => (
        <td key={row.one.study.id}>{cell(row) || <span className="text-line-strong">–</span>}</td>
      ))}
    </tr>
  );
}

function rowOf(one: Compared, objective: number): Row {
  const direction = one.study.directions[objective] ?? 'minimize';
  const complete = completeTrials(one.trials, objective);
  const values = complete.map((trial) => trial.values?.[objective] ?? 0).sort((a, b) => a - b);
  const middle = values.length / 2;
  const median =
    ((values[Math.ceil(middle) - 1] ?? Number.NaN) + (values[Math.floor(middle)] ?? Number.NaN)) / 2;
  const { best: line } = optimisationHistory(one.trials, objective, direction);
  const end = line.ys.at(-1);
  if (end === undefined) return { one, best: null, median, reached: null };
  const near = 0.01 * ((values.at(-1) ?? 0) - (values[0] ?? 0));
  const trial = complete.find((known) => known.values?.[objective] === end);
  return {
    one,
    best: trial ? { value: end, number: trial.number, params: trial.params } : null,
    median,
    reached: line.xs[line.ys.findIndex((value) => Math.abs(value - end) <= near)] ?? null,
  };
}
