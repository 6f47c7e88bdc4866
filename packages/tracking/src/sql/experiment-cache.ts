import type { Experiment, Page } from '@orrery/core';
import type { Database } from '@orrery/database';
import type { SearchExperiments } from '../store.ts';
import { Commits } from './commits.ts';

const MAX_PAGES = 100;
/** Pages of more are seldom asked for twice. */
const MAX_ITEMS = 1000;

/** Pages of experiments as they were last read. All are forgotten when a write names no run, as those to experiments do. */
export class ExperimentCache {
  readonly #commits: Commits;
  readonly #pages = new Map<string, Page<Experiment>>();

  constructor(database: Database) {
    this.#commits = new Commits(database, (runId) => {
      if (runId === undefined) this.#pages.clear();
    });
  }

  async get(search: SearchExperiments, read: () => Promise<Page<Experiment>>): Promise<Page<Experiment>> {
    this.#commits.heedOthers();
    const { viewType, maxResults, filter, orderBy, pageToken } = search;
    const asked = JSON.stringify([viewType, maxResults, filter, orderBy, pageToken]);
    const known = this.#pages.get(asked);
    if (known) return known;
    const { seen } = this.#commits;
    const page = await read();
    if (seen === this.#commits.seen && page.items.length <= MAX_ITEMS) {
      if (this.#pages.size >= MAX_PAGES) this.#pages.clear();
      this.#pages.set(asked, page);
    }
    return page;
  }
}
