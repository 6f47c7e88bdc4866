import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { type Run, runDuration } from '../../data/model.ts';
import { Num } from '../../design/Num.tsx';
import { RunDot } from '../../design/RunDot.tsx';
import { RunDuration } from '../../design/RunDuration.tsx';
import { StatusMark } from '../../design/StatusMark.tsx';
import type { Column } from '../../design/table/column.ts';
import { When } from '../../design/When.tsx';
import { parseColumnId } from '../../logic/columnId.ts';
import { guessDirection } from '../../logic/direction.ts';
import { numericText } from '../../logic/numbers.ts';
import type { RunNode } from '../../logic/runTree.ts';
import type { SortValue } from '../../logic/sorting.ts';
import { ATTRIBUTES } from './attributes.ts';

/** The runs table's columns from their ids, the run's name always first. */
export function runColumns(ids: readonly string[], best: ReadonlyMap<string, number>): Column<RunNode>[] {
  return [NAME, ...ids.flatMap((id) => column(id, best) ?? [])];
}

const NAME: Column<RunNode> = {
  id: 'attributes.run_name',
  header: 'Run',
  width: 232,
  value: ({ run }) => run.name,
  cell: ({ run, children }) => (
    <Link
      to="/experiments/$experimentId/runs/$runId"
      params={{ experimentId: run.experimentId, runId: run.id }}
      className="flex min-w-0 items-center gap-2 font-medium hover:underline hover:underline-offset-2"
      title={run.name}
    >
      <RunDot runId={run.id} />
      <span className="truncate">{run.name}</span>
      {children.length > 0 && (
        <span className="figures rounded-sm bg-muted-wash px-1 font-normal text-ink-2 text-micro">
          {children.length}
        </span>
      )}
    </Link>
  ),
};

function column(id: string, best: ReadonlyMap<string, number>): Column<RunNode> | null {
  const ref = parseColumnId(id);
  if (!ref) return null;
  if (ref.kind === 'metrics') return metricColumn(id, ref.key, best.get(ref.key));
  if (ref.kind === 'attributes') return attributeColumn(id, ref.key);
  const kind = ref.kind;
  return textColumn(id, ref.key, (run) => run[kind][ref.key]);
}

function metricColumn(id: string, key: string, best: number | undefined): Column<RunNode> {
  return {
    id,
    header: key,
    title: `metric ${key}`,
    width: Math.min(168, Math.max(108, key.length * 7 + 36)),
    align: 'right',
    descFirst: guessDirection(key) === 'maximize',
    value: ({ run }) => run.metrics[key]?.value,
    cell: ({ run }) => {
      const value = run.metrics[key]?.value;
      if (value === undefined) return <Absent />;
      if (value !== best) return <Num value={value} />;
      return (
        <span
          className="flex items-center gap-1.5 rounded-sm bg-brass-wash px-1 text-brass"
          title={`best ${key}`}
        >
          <span className="size-1.5 rounded-full bg-brass-line" aria-hidden="true" />
          <Num value={value} className="font-semibold" />
          <span className="sr-only">best</span>
        </span>
      );
    },
  };
}

function textColumn(id: string, key: string, pick: (run: Run) => string | undefined): Column<RunNode> {
  return {
    id,
    header: key,
    title: id,
    width: Math.min(180, Math.max(96, key.length * 7 + 36)),
    value: ({ run }) => {
      const text = pick(run);
      return text === undefined ? undefined : (numericText(text) ?? text);
    },
    cell: ({ run }) => {
      const text = pick(run);
      if (text === undefined) return <Absent />;
      return (
        <span className={`truncate ${numericText(text) === null ? '' : 'figures text-small'}`} title={text}>
          {text}
        </span>
      );
    },
  };
}

function attributeColumn(id: string, key: string): Column<RunNode> | null {
  const attribute = ATTRIBUTES.find((known) => known.key === key);
  if (!attribute) return null;
  const special = SPECIAL[key];
  return {
    id,
    header: attribute.label,
    width: attribute.width,
    descFirst: key === 'start_time' || key === 'end_time' || key === 'duration',
    value: ({ run }): SortValue => (special ? special.value(run) : attribute.text(run)),
    cell: ({ run }) =>
      special ? special.cell(run) : <span className="truncate text-ink-2">{attribute.text(run)}</span>,
  };
}

const SPECIAL: Readonly<Record<string, { value: (run: Run) => SortValue; cell: (run: Run) => ReactNode }>> = {
  status: { value: (run) => run.status, cell: (run) => <StatusMark status={run.status} /> },
  duration: { value: (run) => runDuration(run, Date.now()), cell: (run) => <RunDuration run={run} /> },
  start_time: { value: (run) => run.startTime, cell: (run) => <When time={run.startTime} /> },
  end_time: { value: (run) => run.endTime, cell: (run) => <When time={run.endTime} /> },
};

function Absent() {
  return <span className="text-line-strong">–</span>;
}
