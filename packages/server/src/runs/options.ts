import type { TrackingStore } from '@orrery/tracking';
import type { RunTables } from './run-tables.ts';
import type { Selections } from './selection.ts';

export const EXPERIMENT = '/api/tracking/experiments/:experiment_id';

export interface RunRouteOptions {
  store: TrackingStore;
  tables: RunTables;
  selections: Selections;
}
