import type { Run, RunInfo } from '@orrery/core';
import { invalid } from '@orrery/core';
import { eachInTurns } from '@orrery/database';
import type { RunColumnKind, RunValue, TrackingStore } from '@orrery/tracking';
import { type Cell, ranks } from './ranks.ts';

/** The column of the ids of parents, of those runs that have one. */
export const PARENT = 'tags.mlflow.parentRunId';
const DATASET = 'attributes.dataset';
const KINDS: readonly RunColumnKind[] = ['metrics', 'params', 'tags'];

/** So many columns of a kind are read sooner by one pass over all runs than one by one. */
const SEVERAL = 3;

const ATTRIBUTES: Readonly<Record<string, ((info: RunInfo) => Cell) | string>> = {
  run_id: ({ runId }) => runId,
  run_name: ({ runName }) => runName,
  status: ({ status }) => status,
  user: ({ userId }) => userId || undefined,
  start_time: ({ startTime }) => (startTime === null ? undefined : Number(startTime)),
  end_time: ({ endTime }) => (endTime === null ? undefined : Number(endTime)),
  duration: ({ startTime, endTime }) =>
    startTime === null || endTime === null ? undefined : Number(endTime) - Number(startTime),
  source: 'tags.mlflow.source.name',
  commit: 'tags.mlflow.source.git.commit',
};

/**
 * The runs of one experiment in memory, each with a place from 0, and those of their columns that were asked for, named as
 * in MLflow's filters: `metrics.loss`, `params.lr`, `tags.team`, `attributes.start_time`.
 */
export class RunTable {
  readonly experimentId: string;
  readonly infos: RunInfo[];
  /** Counts changes. */
  version = 0;
  readonly #store: TrackingStore;
  readonly #places: Map<string, number>;
  readonly #columns = new Map<string, Cell[]>();
  readonly #reading = new Map<string, Promise<Cell[]>>();
  readonly #ranks = new Map<string, Float64Array>();

  private constructor(store: TrackingStore, experimentId: string, infos: RunInfo[]) {
    this.#store = store;
    this.experimentId = experimentId;
    this.infos = infos;
    this.#places = new Map(infos.map(({ runId }, place) => [runId, place]));
  }

  static async read(store: TrackingStore, experimentId: string): Promise<RunTable> {
    return new RunTable(store, experimentId, await store.runInfos(experimentId));
  }

  placeOf(runId: string): number | undefined {
    return this.#places.get(runId);
  }

  /**
   * What each run holds in a column, by place.
   *
   * @throws OrreryError INVALID_PARAMETER_VALUE for what is no column
   */
  async column(id: string): Promise<Cell[]> {
    const { kind, key } = parseColumn(id);
    if (kind === 'attributes' && id !== DATASET) {
      const attribute = ATTRIBUTES[key] as NonNullable<(typeof ATTRIBUTES)[string]>;
      return typeof attribute === 'string' ? this.column(attribute) : this.infos.map(attribute);
    }
    const known = this.#columns.get(id) ?? this.#reading.get(id);
    if (known) return known;
    const values =
      kind === 'attributes'
        ? this.#store.runDatasets(this.experimentId)
        : this.#store.runValues(this.experimentId, kind, key);
    const [cells] = this.#keep(
      [id],
      values.then((held) => [this.#cells(held)]),
    );
    return cells as Promise<Cell[]>;
  }

  /** As `column`, of several, which are read together where that takes less. */
  async columns(ids: readonly string[]): Promise<Cell[][]> {
    const lacking = [...new Set(ids)]
      .filter((id) => !this.#columns.has(id) && !this.#reading.has(id))
      .map((id) => ({ id, ...parseColumn(id) }));
    for (const kind of KINDS) {
      const some = lacking.filter((column) => column.kind === kind);
      if (some.length < SEVERAL) continue;
      const keys = some.map(({ key }) => key);
      const read = this.#records(kind, keys).then((found) =>
        keys.map((key) => found.get(key)?.cells ?? this.#cells([])),
      );
      this.#keep(
        some.map(({ id }) => id),
        read,
      );
    }
    return Promise.all(ids.map((id) => this.column(id)));
  }

  /** Every column of what runs logged, by its id: metrics, params, then tags, of each the most used first. Not held. */
  async everything(): Promise<Map<string, Cell[]>> {
    const found = new Map<string, Cell[]>();
    for (const kind of KINDS) {
      const columns = await this.#records(kind);
      const sorted = [...columns].sort(([a, one], [b, other]) => other.runs - one.runs || (a < b ? -1 : 1));
      for (const [key, { cells }] of sorted) found.set(`${kind}.${key}`, cells);
    }
    return found;
  }

  /** Numbers that sort as the cells of a column do, by place; NaN for no value. Not to be changed. */
  async ranks(id: string): Promise<Float64Array> {
    const known = this.#ranks.get(id);
    if (known) return known;
    const { version } = this;
    const found = ranks(await this.column(id));
    if (version === this.version) this.#ranks.set(id, found);
    return found;
  }

  /** Takes over how some runs are now. */
  put(runs: readonly Run[]): void {
    this.version++;
    this.#ranks.clear();
    this.#reading.clear();
    const held = [...this.#columns].map(([id, column]) => ({ ...parseColumn(id), column }));
    for (const run of runs) {
      const place = this.#places.get(run.info.runId) ?? this.infos.length;
      this.#places.set(run.info.runId, place);
      this.infos[place] = run.info;
      for (const { kind, key, column } of held) column[place] = cellOf(run, kind, key);
    }
  }

  /** Holds columns once they are read, unless runs change before. */
  #keep(ids: readonly string[], read: Promise<Cell[][]>): Promise<Cell[]>[] {
    const { version } = this;
    const columns = ids.map((_, index) => read.then((found) => found[index] as Cell[]));
    ids.forEach((id, index) => {
      const column = columns[index] as Promise<Cell[]>;
      this.#reading.set(id, column);
      const end = (cells?: Cell[]) => {
        if (version !== this.version) return;
        this.#reading.delete(id);
        if (cells) this.#columns.set(id, cells);
      };
      column.then(end, () => end());
    });
    return columns;
  }

  #cells(values: readonly RunValue[]): Cell[] {
    const cells: Cell[] = new Array(this.infos.length);
    for (const { runId, value } of values) {
      const place = this.#places.get(runId);
      if (place !== undefined) cells[place] = value;
    }
    return cells;
  }

  /** What runs hold under some names, or under any, and how many of them do. */
  async #records(
    kind: RunColumnKind,
    keys?: string[],
  ): Promise<Map<string, { cells: Cell[]; runs: number }>> {
    const columns = new Map<string, { cells: Cell[]; runs: number }>();
    const records = await this.#store.runRecords(this.experimentId, kind, keys);
    await eachInTurns(records, ({ runId, values }) => {
      const place = this.#places.get(runId);
      if (place === undefined) return;
      for (const key in values) {
        let column = columns.get(key);
        if (!column) {
          column = { cells: this.#cells([]), runs: 0 };
          columns.set(key, column);
        }
        column.cells[place] = values[key];
        column.runs += 1;
      }
    });
    return columns;
  }
}

/** @throws OrreryError INVALID_PARAMETER_VALUE for what is no column */
export function parseColumn(id: string): { kind: RunColumnKind | 'attributes'; key: string } {
  const dot = id.indexOf('.');
  const [kind, key] = [id.slice(0, dot), id.slice(dot + 1)];
  if (dot > 0 && key !== '' && (KINDS as readonly string[]).includes(kind))
    return { kind: kind as RunColumnKind, key };
  if (kind === 'attributes' && (Object.hasOwn(ATTRIBUTES, key) || id === DATASET)) return { kind, key };
  throw invalid(
    `'${id}' is no column: give metrics.NAME, params.NAME, tags.NAME, or attributes. and one of ${Object.keys(ATTRIBUTES).join(', ')}, dataset.`,
  );
}

function cellOf(run: Run, kind: RunColumnKind | 'attributes', key: string): Cell {
  if (kind === 'attributes') return datasetsOf(run);
  return run[kind].find((entry) => entry.key === key)?.value;
}

/** The names of the data sets that a run read, in order. */
export function datasetsOf({ datasetInputs }: Run): string | undefined {
  const names = new Set(datasetInputs.map(({ dataset }) => dataset.name));
  return names.size > 0 ? [...names].sort().join(', ') : undefined;
}
