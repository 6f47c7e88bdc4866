import type { Run, RunInfo } from '@orrery/core';
import { invalid } from '@orrery/core';
import type { RunColumnKind, TrackingStore } from '@orrery/tracking';
import { type Cell, ranks } from './ranks.ts';

const PARENT = 'tags.mlflow.parentRunId';
const DATASET = 'attributes.dataset';
const KINDS: readonly RunColumnKind[] = ['metrics', 'params', 'tags'];

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

  /** The ids of parents, of those runs that have one. */
  parents(): Promise<Cell[]> {
    return this.column(PARENT);
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
    const known = this.#columns.get(id);
    if (known) return known;
    const { version } = this;
    const column: Cell[] = new Array(this.infos.length);
    const values =
      kind === 'attributes'
        ? await this.#store.runDatasets(this.experimentId)
        : await this.#store.runValues(this.experimentId, kind, key);
    for (const { runId, value } of values) {
      const place = this.#places.get(runId);
      if (place !== undefined) column[place] = value;
    }
    if (version === this.version) this.#columns.set(id, column);
    return column;
  }

  /** Every column of what runs logged, by its id: metrics, params, then tags, of each the most used first. Not held. */
  async everything(): Promise<Map<string, Cell[]>> {
    const found = new Map<string, Cell[]>();
    for (const kind of KINDS) {
      const columns = new Map<string, { cells: Cell[]; runs: number }>();
      for (const { runId, values } of await this.#store.runRecords(this.experimentId, kind)) {
        const place = this.#places.get(runId);
        if (place === undefined) continue;
        for (const key in values) {
          let column = columns.get(key);
          if (!column) {
            column = { cells: new Array(this.infos.length), runs: 0 };
            columns.set(key, column);
          }
          column.cells[place] = values[key];
          column.runs += 1;
        }
      }
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
    const held = [...this.#columns].map(([id, column]) => ({ ...parseColumn(id), column }));
    for (const run of runs) {
      const place = this.#places.get(run.info.runId) ?? this.infos.length;
      this.#places.set(run.info.runId, place);
      this.infos[place] = run.info;
      for (const { kind, key, column } of held) column[place] = cellOf(run, kind, key);
    }
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
