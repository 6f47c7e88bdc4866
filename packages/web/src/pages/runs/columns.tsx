import type { ReactNode } from 'react';
import type { Line, RowRun } from '../../data/rowModel.ts';
import { Num } from '../../design/Num.tsx';
import { RunDuration } from '../../design/RunDuration.tsx';
import { StatusMark } from '../../design/StatusMark.tsx';
import type { Column } from '../../design/table/column.ts';
import { When } from '../../design/When.tsx';
import { parseColumnId } from '../../logic/columnId.ts';
import { guessDirection } from '../../logic/direction.ts';
import { numericText } from '../../logic/numbers.ts';
import { Absent, AggregateCell } from './AggregateCell.tsx';
import { ATTRIBUTES } from './attributes.ts';
import { NameCell } from './NameCell.tsx';
import { SparkCell } from './SparkCell.tsx';
import { TEXT } from './text.ts';

/** The runs table's columns from their ids, the run's name always first. */
export function runColumns(
  ids: readonly string[],
  best: ReadonlyMap<string, number>,
  sparks: ReadonlyMap<string, ReadonlyMap<string, readonly number[]>>,
): Column<Line>[] {
  return [NAME, ...ids.flatMap((id) => column(id, best, sparks) ?? [])];
}

const NAME: Column<Line> = {
  id: 'attributes.run_name',
  header: TEXT.run,
  width: matchMedia('(max-width: 640px)').matches ? 190 : 260,
  sorts: true,
  cell: (line) => <NameCell line={line} />,
};

function column(
  id: string,
  best: ReadonlyMap<string, number>,
  sparks: ReadonlyMap<string, ReadonlyMap<string, readonly number[]>>,
): Column<Line> | null {
  const ref = parseColumnId(id);
  if (!ref) return null;
  const { kind, key } = ref;
  if (kind === 'metrics') return metricColumn(id, key, best.get(key));
  if (kind === 'attributes') return attributeColumn(id, key);
  if (kind === 'sparks') return sparkColumn(id, key, sparks.get(key));
  return textColumn(id, key, (run) => run[kind][key]);
}

function metricColumn(id: string, key: string, best: number | undefined): Column<Line> {
  return {
    id,
    header: key,
    title: `metric ${key}`,
    width: widthFor(key, 168),
    align: 'right',
    descFirst: guessDirection(key) === 'maximize',
    sorts: true,
    cell: ofRun(id, (run) => {
      const value = run.metrics[key];
      if (value === undefined) return <Absent />;
      if (value !== best) return <Num value={value} />;
      return (
        <span
          className="flex items-center gap-1.5 rounded-sm bg-brass-wash px-1 text-brass"
          title={`${TEXT.best} ${key}`}
        >
          <span className="size-1.5 rounded-full bg-brass-line" aria-hidden="true" />
          <Num value={value} className="font-semibold" />
          <span className="sr-only">{TEXT.best}</span>
        </span>
      );
    }),
  };
}

function textColumn(id: string, key: string, pick: (run: RowRun) => string | undefined): Column<Line> {
  return {
    id,
    header: key.replace(/^orrery\./, ''),
    title: id,
    width: widthFor(key, 180),
    sorts: true,
    cell: ofRun(id, (run) => {
      const text = pick(run);
      if (text === undefined) return <Absent />;
      return (
        <span className={`truncate ${numericText(text) === null ? '' : 'figures text-small'}`} title={text}>
          {text}
        </span>
      );
    }),
  };
}

function sparkColumn(
  id: string,
  key: string,
  series: ReadonlyMap<string, readonly number[]> | undefined,
): Column<Line> {
  return {
    id,
    header: key,
    title: `history of ${key}`,
    width: 120,
    cell: (line) =>
      line.kind === 'run' ? <SparkCell runId={line.id} values={series?.get(line.id)} /> : null,
  };
}

function attributeColumn(id: string, key: string): Column<Line> | null {
  const attribute = ATTRIBUTES.find((known) => known.key === key);
  const cell = ATTRIBUTE_CELLS[key];
  if (!attribute || !cell) return null;
  return {
    id,
    header: attribute.label,
    width: attribute.width,
    sorts: true,
    descFirst: key === 'start_time' || key === 'end_time' || key === 'duration',
    cell: ofRun(id, cell),
  };
}

const text = (pick: (run: RowRun) => string | undefined) => (run: RowRun) => (
  <span className="truncate text-ink-2">{pick(run) ?? ''}</span>
);

const ATTRIBUTE_CELLS: Readonly<Record<string, (run: RowRun) => ReactNode>> = {
  status: (run) => <StatusMark status={run.status} />,
  duration: (run) => <RunDuration run={run} />,
  start_time: (run) => <When time={run.startTime} />,
  end_time: (run) => <When time={run.endTime} />,
  dataset: text((run) => run.dataset),
  user: text((run) => run.user),
  source: text((run) => run.tags['mlflow.source.name']),
  commit: text((run) => run.tags['mlflow.source.git.commit']?.slice(0, 8)),
  run_id: (run) => <span className="figures truncate text-ink-2 text-small">{run.id}</span>,
};

/** A cell that shows a run's own value, and of a group what its runs hold together. */
function ofRun(id: string, cell: (run: RowRun) => ReactNode): (line: Line) => ReactNode {
  return (line) =>
    line.kind === 'run' ? cell(line.run) : <AggregateCell aggregate={line.aggregates[id]} column={id} />;
}

function widthFor(key: string, most: number): number {
  return Math.min(most, Math.max(108, key.length * 7 + 52));
}
