import type { Change, TrackingStore } from '@orrery/tracking';
import { RunTable } from './run-table.ts';

const MOST_TABLES = 4;
/** Stands for every run of an experiment. */
const ALL = '';
/** Beyond so many, all runs are read again. */
const MOST_CHANGES = 2000;
/** How long a table is good for where nobody tells of what other programs write. */
const UNTOLD_MS = 1500;

interface Entry {
  table: RunTable | null;
  /** Runs that were written since the table was read. */
  changed: Set<string>;
  foreign: number | null;
  readAt: number;
  work: Promise<unknown>;
}

/** The run tables of the experiments that are looked at, each as new as the database when it is asked for. */
export class RunTables {
  readonly #store: TrackingStore;
  readonly #entries = new Map<string, Entry>();

  constructor(store: TrackingStore) {
    this.#store = store;
  }

  /** To be called after each commit. */
  readonly changed = ({ experimentId, runId }: Change): void => {
    const entry = this.#entries.get(experimentId);
    entry?.changed.add(runId ?? ALL);
  };

  /** @throws OrreryError RESOURCE_DOES_NOT_EXIST where there is no such experiment */
  async of(experimentId: string): Promise<RunTable> {
    const entry = this.#entries.get(experimentId) ?? {
      table: null,
      changed: new Set(),
      foreign: null,
      readAt: 0,
      work: Promise.resolve(),
    };
    this.#entries.delete(experimentId);
    this.#entries.set(experimentId, entry);
    for (const oldest of this.#entries.keys()) {
      if (this.#entries.size <= MOST_TABLES) break;
      this.#entries.delete(oldest);
    }
    const renewed = entry.work.then(() => this.#renew(experimentId, entry));
    // What could not be read is read whole the next time.
    entry.work = renewed.catch(() => {
      entry.table = null;
    });
    return renewed;
  }

  async #renew(experimentId: string, entry: Entry): Promise<RunTable> {
    const foreign = this.#store.foreignChanges();
    const told = foreign === null ? Date.now() - entry.readAt < UNTOLD_MS : foreign === entry.foreign;
    const changed = [...entry.changed];
    entry.changed.clear();
    const known = told && !changed.includes(ALL) && changed.length <= MOST_CHANGES;
    if (entry.table && known) {
      if (changed.length > 0) entry.table.put(await this.#store.getRuns(changed));
      return entry.table;
    }
    await this.#store.getExperiment(experimentId);
    entry.foreign = foreign;
    entry.readAt = Date.now();
    entry.table = await RunTable.read(this.#store, experimentId);
    return entry.table;
  }
}
