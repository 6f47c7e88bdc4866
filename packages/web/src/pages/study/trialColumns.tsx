import { Link } from '@tanstack/react-router';
import { type Study, type Trial, trialRun } from '../../data/studyModel.ts';
import { Num } from '../../design/Num.tsx';
import { RunDot } from '../../design/RunDot.tsx';
import { StatusMark } from '../../design/StatusMark.tsx';
import type { Column } from '../../design/table/column.ts';
import { When } from '../../design/When.tsx';
import { formatDuration, shortId } from '../../logic/format.ts';
import type { SortValue } from '../../logic/sorting.ts';
import { formatExactly, formatValue } from './formatValue.ts';
import { TEXT } from './text.ts';

const took = (trial: Trial): number | null =>
  trial.started !== null && trial.completed !== null ? trial.completed - trial.started : null;

/** The trial table's columns: number, state, each objective, each param, each attribute of the user, time. */
export function trialColumns(
  study: Pick<Study, 'id' | 'objectives' | 'best'>,
  params: readonly string[],
  attributes: readonly string[],
): Column<Trial>[] {
  const best = study.best?.number;
  return [
    {
      id: 'number',
      header: TEXT.trial2,
      width: 96,
      value: (trial) => trial.number,
      cell: (trial) => (
        <Link
          to="/studies/$studyId/trials/$number"
          params={{ studyId: String(study.id), number: String(trial.number) }}
          className="figures font-medium hover:underline hover:underline-offset-2"
        >
          {trial.number}
        </Link>
      ),
    },
    {
      id: 'state',
      header: TEXT.state,
      width: 108,
      value: (trial) => trial.state,
      cell: (trial) => <StatusMark status={trial.state} />,
    },
    ...study.objectives.map(
      (name, index): Column<Trial> => ({
        id: `value ${index}`,
        header: name,
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
        width: columnWidth(name),
        value: (trial) => sortable(trial.params[name]),
        cell: (trial) => <Held holder={trial.params} name={name} />,
      }),
    ),
    ...attributes.map(
      (name): Column<Trial> => ({
        id: `attribute ${name}`,
        header: name,
        title: `${name}, an attribute of the user`,
        width: columnWidth(name),
        value: (trial) => sortable(trial.userAttrs[name]),
        cell: (trial) => <Held holder={trial.userAttrs} name={name} />,
      }),
    ),
    {
      id: 'run',
      header: TEXT.runOfTrial,
      width: 112,
      cell: (trial) => {
        const run = trialRun(trial);
        return (
          run && (
            <Link
              to="/experiments/$experimentId/runs/$runId"
              params={run}
              className="flex items-center gap-2 hover:underline hover:underline-offset-2"
            >
              <RunDot runId={run.runId} /> <span className="figures text-small">{shortId(run.runId)}</span>
            </Link>
          )
        );
      },
    },
    {
      id: 'duration',
      header: TEXT.duration,
      width: 96,
      value: took,
      cell: (trial) => {
        const ms = took(trial);
        return <span className="figures text-small">{ms === null ? '–' : formatDuration(ms)}</span>;
      },
    },
    {
      id: 'started',
      header: TEXT.startedAt,
      width: 112,
      descFirst: true,
      value: (trial) => trial.started,
      cell: (trial) => <When time={trial.started} />,
    },
  ];
}

function columnWidth(name: string): number {
  return Math.min(180, Math.max(96, name.length * 7 + 36));
}

function Held({ holder, name }: { holder: Readonly<Record<string, unknown>>; name: string }) {
  if (!(name in holder)) return <span className="text-line-strong">–</span>;
  return (
    <span className="figures truncate text-small" title={formatExactly(holder[name])}>
      {formatValue(holder[name])}
    </span>
  );
}

function sortable(value: unknown): SortValue {
  return typeof value === 'number' || value === undefined || value === null ? value : String(value);
}
