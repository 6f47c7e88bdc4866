import { Link } from '@tanstack/react-router';
import { type Trial, trialRun } from '../../data/studyModel.ts';
import { Num } from '../../design/Num.tsx';
import { RunDot } from '../../design/RunDot.tsx';
import { StatusMark } from '../../design/StatusMark.tsx';
import type { Column } from '../../design/table/column.ts';
import { When } from '../../design/When.tsx';
import { formatDuration } from '../../logic/format.ts';
import type { SortValue } from '../../logic/sorting.ts';
import { formatValue } from './formatValue.ts';

const took = (trial: Trial): number | null =>
  trial.started !== null && trial.completed !== null ? trial.completed - trial.started : null;

/** The trial table's columns: number, state, each objective, each param, time. */
export function trialColumns(
  objectives: number,
  params: readonly string[],
  best: number | undefined,
): Column<Trial>[] {
  return [
    {
      id: 'number',
      header: 'Trial',
      width: 104,
      value: (trial) => trial.number,
      cell: (trial) => {
        const run = trialRun(trial);
        const number = <span className="figures">{trial.number}</span>;
        if (!run) return number;
        return (
          <Link
            to="/experiments/$experimentId/runs/$runId"
            params={run}
            className="flex items-center gap-2 font-medium hover:underline hover:underline-offset-2"
          >
            <RunDot runId={run.runId} /> {number}
          </Link>
        );
      },
    },
    {
      id: 'state',
      header: 'State',
      width: 108,
      value: (trial) => trial.state,
      cell: (trial) => <StatusMark status={trial.state} />,
    },
    ...Array.from(
      { length: objectives },
      (_, index): Column<Trial> => ({
        id: `value ${index}`,
        header: objectives === 1 ? 'Value' : `Value ${index}`,
        width: 112,
        align: 'right',
        value: (trial) => trial.values?.[index],
        cell: (trial) => {
          const value = trial.values?.[index];
          if (value === undefined) return <span className="text-line-strong">–</span>;
          const leads = trial.number === best;
          return <Num value={value} digits={5} className={leads ? 'font-semibold text-brass' : ''} />;
        },
      }),
    ),
    ...params.map(
      (name): Column<Trial> => ({
        id: `param ${name}`,
        header: name,
        width: Math.min(180, Math.max(96, name.length * 7 + 36)),
        value: (trial) => sortable(trial.params[name]),
        cell: (trial) =>
          name in trial.params ? (
            <span className="figures truncate text-small" title={String(trial.params[name])}>
              {formatValue(trial.params[name])}
            </span>
          ) : (
            <span className="text-line-strong">–</span>
          ),
      }),
    ),
    {
      id: 'duration',
      header: 'Duration',
      width: 96,
      value: took,
      cell: (trial) => {
        const ms = took(trial);
        return <span className="figures text-small">{ms === null ? '–' : formatDuration(ms)}</span>;
      },
    },
    {
      id: 'started',
      header: 'Started',
      width: 112,
      descFirst: true,
      value: (trial) => trial.started,
      cell: (trial) => <When time={trial.started} />,
    },
  ];
}

function sortable(value: unknown): SortValue {
  return typeof value === 'number' || value === undefined || value === null ? value : String(value);
}
