import type { ViewType } from '@orrery/core';
import type { TrackingStore } from '@orrery/tracking';
import { newestFirst, parseOrder, sortPlaces } from './order.ts';
import type { RunTable } from './run-table.ts';

/** Which runs, and in which order. */
export interface Selection {
  /** In MLflow's language. */
  filter: string;
  view: ViewType;
  order: readonly string[];
}

const MOST_KEPT = 12;

interface Kept {
  version: number;
  places: Promise<Uint32Array>;
}

/** Sorted selections of run tables; as long as nothing changes, a page further down is no new search. */
export class Selections {
  readonly #store: TrackingStore;
  readonly #kept = new WeakMap<RunTable, Map<string, Kept>>();

  constructor(store: TrackingStore) {
    this.#store = store;
  }

  /**
   * The places of the runs, in order, then newest first, then by id. Not to be changed.
   *
   * @throws SearchSyntaxError for a filter, OrreryError INVALID_PARAMETER_VALUE for an order that cannot be
   */
  sorted(table: RunTable, { filter, view, order }: Selection): Promise<Uint32Array> {
    const key = [filter.trim(), view];
    if (order.length === 0)
      return this.#keep(table, key, async () =>
        newestFirst(table, await this.#matching(table, filter, view)),
      );
    return this.#keep(table, [...key, ...order], async () => {
      const newest = await this.sorted(table, { filter, view, order: [] });
      return sortPlaces(table, newest.slice(), parseOrder(order));
    });
  }

  #keep(table: RunTable, parts: string[], make: () => Promise<Uint32Array>): Promise<Uint32Array> {
    const kept = this.#kept.get(table) ?? new Map<string, Kept>();
    this.#kept.set(table, kept);
    const key = JSON.stringify(parts);
    const known = kept.get(key);
    if (known?.version === table.version) return known.places;
    const places = make();
    places.catch(() => kept.delete(key));
    kept.delete(key);
    kept.set(key, { version: table.version, places });
    for (const oldest of kept.keys()) {
      if (kept.size <= MOST_KEPT) break;
      kept.delete(oldest);
    }
    return places;
  }

  async #matching(table: RunTable, filter: string, view: ViewType): Promise<number[]> {
    const places: number[] = [];
    if (filter.trim() === '') {
      table.infos.forEach(({ lifecycleStage }, place) => {
        if (view === 'ALL' || (view === 'DELETED_ONLY') === (lifecycleStage === 'deleted'))
          places.push(place);
      });
    } else {
      const experimentIds = [table.experimentId];
      for (const id of await this.#store.matchingRuns({ experimentIds, filter, viewType: view })) {
        const place = table.placeOf(id);
        if (place !== undefined) places.push(place);
      }
    }
    return places;
  }
}
