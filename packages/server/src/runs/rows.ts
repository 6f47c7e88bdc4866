import type { TrackingStore } from '@orrery/tracking';
import type { Static } from 'typebox';
import { groupAnswer, runAnswer, runLineAnswer } from './answers.ts';
import { flatLines, groupLines, type Line, nestedLines } from './lines.ts';
import { parseOrder } from './order.ts';
import { remember } from './remember.ts';
import { parseColumn, type RunTable } from './run-table.ts';
import type { RowsBody } from './schemas.ts';
import type { Selections } from './selection.ts';
import { firstColumns, guessPrimary, type Varying, varyingColumns } from './varying.ts';

type Rows = Static<typeof RowsBody>;

const USUAL_LIMIT = 100;
/** What varies is judged by so many runs, the newest. */
const SAMPLE = 500;
/** Columns that attributes of the page are read from. */
const ALIASED: Readonly<Record<string, string>> = {
  'attributes.source': 'tags.mlflow.source.name',
  'attributes.commit': 'tags.mlflow.source.git.commit',
};

/** A window of the runs table: lines of runs and groups from `offset` on, and the pinned runs. */
export async function rowsAnswer(
  store: TrackingStore,
  { table, selections, body }: { table: RunTable; selections: Selections; body: Rows },
) {
  const { filter = '', view = 'ACTIVE_ONLY', order = [], group = [], pinned = [] } = body;
  const { offset = 0, limit = USUAL_LIMIT } = body;
  const sorted = await selections.sorted(table, { filter, view, order });
  const first = body.columns
    ? null
    : await firstLook(store, table, await selections.sorted(table, { filter, view, order: [] }));
  const columns = body.columns ?? first?.columns ?? [];
  for (const column of columns) parseColumn(column);
  const open = new Set(body.open);
  const lines: Line[] =
    group.length > 0
      ? await groupLines(table, sorted, group, parseOrder(order)[0], open)
      : body.nested === false
        ? flatLines(table, sorted)
        : await nestedLines(table, sorted, open);
  const shown = lines.slice(offset, offset + limit);
  const ids = shown.flatMap((line) => (line.kind === 'run' ? line.id : []));
  const wanted = new Set(columns.map((column) => ALIASED[column] ?? column));
  const own = pinned.filter((id) => table.placeOf(id) !== undefined);
  const runs = await store.getRuns([...new Set([...own, ...ids])]);
  return {
    matching: sorted.length,
    total: lines.length,
    columns,
    primary: first?.primary ?? null,
    lines: await Promise.all(
      shown.map((line) => (line.kind === 'run' ? runLineAnswer(line) : groupAnswer(table, line, columns))),
    ),
    runs: runs.map((run) => runAnswer(run, wanted)),
  };
}

async function firstLook(store: TrackingStore, table: RunTable, newest: Uint32Array) {
  const [{ tags }, runs] = await Promise.all([
    store.getExperiment(table.experimentId),
    sampleOf(store, table, newest),
  ]);
  const primary = tags.find(({ key }) => key === 'orrery.primary_metric')?.value || runs.primary;
  return { primary: primary ?? null, columns: firstColumns(runs, primary) };
}

type Sample = Varying & { primary: string | undefined };

const samples = new WeakMap<Uint32Array, Promise<Sample>>();

/** What tells the newest runs apart. */
function sampleOf(store: TrackingStore, table: RunTable, newest: Uint32Array): Promise<Sample> {
  return remember(samples, newest, async () => {
    const ids = Array.from(newest.subarray(0, SAMPLE), (place) => table.infos[place]?.runId ?? '');
    const runs = await store.getRuns(ids);
    return { ...varyingColumns(runs), primary: guessPrimary(runs) };
  });
}
