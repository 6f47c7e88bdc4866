import type { TrackingClient } from '@orrery/client';
import type { StoreUri } from '@orrery/database';
import type { Executors } from './executors/executor.ts';
import type { Manifest } from './manifest/manifest.ts';
import type { Reporter } from './report.ts';
import type { Slots } from './slots.ts';
import type { Source } from './source.ts';

/** What all jobs of one `orrery run` share. */
export interface RunContext {
  manifest: Manifest;
  /** Absolute. */
  storeDir: string;
  studyDatabase: StoreUri;
  client: TrackingClient;
  /** Those of the jobs. */
  executors: Executors;
  reporter: Reporter;
  slots: Slots;
  source: Source;
  /** Aborted when the user asks to stop; its reason says why. */
  cancelled: AbortSignal;
}
