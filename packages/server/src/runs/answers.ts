import type { Run, RunInfo } from '@orrery/core';
import { double } from '../sweeps/answers.ts';
import { aggregate } from './aggregate.ts';
import type { GroupLine, RunLine } from './lines.ts';
import { datasetsOf, parseColumn, type RunTable } from './run-table.ts';

/** A run with what it holds in some columns. */
export function runAnswer(run: Run, columns: ReadonlySet<string>) {
  const pick = <T>(kind: string, entries: readonly { key: string; value: T }[]) =>
    entries.filter(({ key }) => columns.has(`${kind}.${key}`));
  return {
    ...infoAnswer(run.info),
    ...(columns.has('attributes.dataset') && { dataset: datasetsOf(run) }),
    metrics: Object.fromEntries(pick('metrics', run.metrics).map(({ key, value }) => [key, double(value)])),
    params: Object.fromEntries(pick('params', run.params).map(({ key, value }) => [key, value])),
    tags: Object.fromEntries(pick('tags', run.tags).map(({ key, value }) => [key, value])),
  };
}

export function infoAnswer(info: RunInfo) {
  return {
    run_id: info.runId,
    run_name: info.runName,
    experiment_id: info.experimentId,
    user_id: info.userId,
    status: info.status,
    lifecycle_stage: info.lifecycleStage,
    start_time: info.startTime === null ? null : Number(info.startTime),
    end_time: info.endTime === null ? null : Number(info.endTime),
  };
}

/** A line of a run; what the run holds is beside it. */
export function runLineAnswer({ id, depth, children, open }: RunLine) {
  return { kind: 'run' as const, id, depth, children, open };
}

/** A group with the mean, deviation and ends of each column. */
export async function groupAnswer(table: RunTable, line: GroupLine, columns: readonly string[]) {
  const { id, depth, column, value, places, open } = line;
  const summed = columns.filter((name) => parseColumn(name).kind !== 'tags' && name !== column);
  const cells = await table.columns(summed);
  const aggregates = Object.fromEntries(
    summed.map((name, index) => [name, aggregate(cells[index] ?? [], places)]),
  );
  return {
    kind: 'group' as const,
    id,
    depth,
    column,
    value: value === undefined ? null : value,
    label: labelOf(table, column, value),
    children: places.length,
    open,
    aggregates,
  };
}

/** A parent is called by its name. */
function labelOf(table: RunTable, column: string, value: number | string | undefined): string | null {
  if (column !== 'tags.mlflow.parentRunId' || value === undefined) return null;
  return table.infos[table.placeOf(String(value)) ?? -1]?.runName ?? null;
}
