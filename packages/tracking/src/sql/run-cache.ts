import type { Run } from '@orrery/core';
import type { Database } from '@orrery/database';
import { Commits } from './commits.ts';

/** About 60 MB. */
const MAX_ENTRIES = 200_000;

/**
 * Runs as they were last read, so that a search need not read again what has not changed since. A run is forgotten when
 * a write to it is committed; all are when a write names no run, or another program has written.
 */
export class RunCache {
  readonly #commits: Commits;
  readonly #runs = new Map<string, Run>();
  #entries = 0;

  constructor(database: Database) {
    this.#commits = new Commits(database, (runId) => {
      if (runId === undefined) this.#clear();
      else this.#forget(runId);
    });
  }

  /** The runs of these ids, in order, of which `load` reads those that are not known. */
  async get<T extends { run_uuid: string }>(rows: T[], load: (rows: T[]) => Promise<Run[]>): Promise<Run[]> {
    this.#commits.heedOthers();
    const { seen } = this.#commits;
    const missing = rows.filter(({ run_uuid }) => !this.#runs.has(run_uuid));
    const known = rows.map(({ run_uuid }) => this.#runs.get(run_uuid));
    if (missing.length === 0) return known as Run[];
    const loaded = await load(missing);
    if (seen === this.#commits.seen) for (const run of loaded) this.#keep(run);
    let next = 0;
    return known.map((run) => run ?? (loaded[next++] as Run));
  }

  #keep(run: Run): void {
    this.#runs.set(run.info.runId, run);
    this.#entries += entriesOf(run);
    for (const runId of this.#runs.keys()) {
      if (this.#entries <= MAX_ENTRIES) break;
      this.#forget(runId);
    }
  }

  #forget(runId: string): void {
    const run = this.#runs.get(runId);
    if (run === undefined) return;
    this.#runs.delete(runId);
    this.#entries -= entriesOf(run);
  }

  #clear(): void {
    this.#runs.clear();
    this.#entries = 0;
  }
}

function entriesOf({ metrics, params, tags, datasetInputs }: Run): number {
  return 10 + metrics.length + params.length + tags.length + 10 * datasetInputs.length;
}
