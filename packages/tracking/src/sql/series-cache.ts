import type { Database } from '@orrery/database';
import type { MetricSeries, SeriesQuery } from '../store.ts';
import { Commits } from './commits.ts';

/** A history of fewer points is quick to read again. */
const LONG = 50_000;
/** About 20 kB each. */
const MAX_KEPT = 500;

/**
 * What charts drew of long histories, which takes a read of all their points, for the next who looks at them. Forgotten as
 * soon as the run changes, see `Commits`.
 */
export class SeriesCache {
  readonly #commits: Commits;
  /** By run, then by what was asked of it. */
  readonly #kept = new Map<string, Map<string, MetricSeries[]>>();
  #count = 0;

  constructor(database: Database) {
    this.#commits = new Commits(database, (runId) => {
      if (runId === undefined) this.#clear();
      else this.#forget(runId);
    });
  }

  /** The series of a query, in order, of which `read` reads those that are not known. */
  async get(
    query: SeriesQuery,
    read: (query: SeriesQuery) => Promise<MetricSeries[]>,
  ): Promise<MetricSeries[]> {
    this.#commits.heedOthers();
    const { seen } = this.#commits;
    const { runIds, keys, axis, range, points } = query;
    const asked = JSON.stringify([keys, axis, range, points]);
    const ofRuns = new Map(runIds.map((runId) => [runId, this.#kept.get(runId)?.get(asked)]));
    const missing = runIds.filter((runId) => !ofRuns.get(runId));
    for (const series of missing.length > 0 ? await read({ ...query, runIds: missing }) : []) {
      const ofRun = ofRuns.get(series.runId);
      if (ofRun) ofRun.push(series);
      else ofRuns.set(series.runId, [series]);
    }
    if (seen === this.#commits.seen)
      for (const runId of missing) this.#keep(runId, asked, ofRuns.get(runId) ?? []);
    return keys.flatMap((key) =>
      runIds.flatMap((runId) => ofRuns.get(runId)?.filter((series) => series.key === key) ?? []),
    );
  }

  #keep(runId: string, asked: string, series: MetricSeries[]): void {
    if (!series.some(({ count }) => count > LONG)) return;
    if (this.#count >= MAX_KEPT) this.#clear();
    const ofRun = this.#kept.get(runId) ?? new Map<string, MetricSeries[]>();
    this.#kept.set(runId, ofRun.set(asked, series));
    this.#count += series.length;
  }

  #forget(runId: string): void {
    for (const series of this.#kept.get(runId)?.values() ?? []) this.#count -= series.length;
    this.#kept.delete(runId);
  }

  #clear(): void {
    this.#kept.clear();
    this.#count = 0;
  }
}
