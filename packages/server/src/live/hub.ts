import { EventEmitter } from 'node:events';
import type { Peers } from '@orrery/database';
import type { Change } from '@orrery/tracking';

const COALESCE_MS = 500;
/** So many ids are told to other servers in one message. */
const IDS_OF_A_MESSAGE = 150;

export interface LiveEvent {
  event: 'runs' | 'studies' | 'orchestrations';
  data: object;
}

/** `all` where somebody else changed the database, and what is not known. */
interface RunChanges {
  experiment_ids: string[];
  run_ids: string[];
  all?: true;
}

/** Gathers what changed and tells listeners at most twice a second. */
export class LiveHub {
  readonly #emitter = new EventEmitter().setMaxListeners(0);
  readonly #experimentIds = new Set<string>();
  readonly #runIds = new Set<string>();
  readonly #peers: Peers | undefined;
  #timer: NodeJS.Timeout | undefined;

  /** @param peers the other servers of the database, which tell each other what changed */
  constructor(peers?: Peers) {
    this.#peers = peers;
    peers?.onTold((text) => this.#runsChanged(JSON.parse(text) as RunChanges));
  }

  /** @returns how to stop listening */
  listen(listener: (event: LiveEvent) => void): () => void {
    this.#emitter.on('event', listener);
    return () => this.#emitter.off('event', listener);
  }

  trackingChanged = ({ experimentId, runId }: Change): void => {
    if (!this.isHeard && !this.#peers?.areThere) return;
    this.#experimentIds.add(experimentId);
    if (runId) this.#runIds.add(runId);
    this.#timer ??= setTimeout(() => this.#flush(), COALESCE_MS);
  };

  /** Somebody else has committed to the tracking database. */
  databaseChanged(): void {
    this.#runsChanged({ experiment_ids: [], run_ids: [], all: true });
  }

  studiesChanged(): void {
    this.#emitter.emit('event', { event: 'studies', data: {} } satisfies LiveEvent);
  }

  orchestrationsChanged(ids: string[]): void {
    this.#emitter.emit('event', { event: 'orchestrations', data: { ids } } satisfies LiveEvent);
  }

  get isHeard(): boolean {
    return this.#emitter.listenerCount('event') > 0;
  }

  #flush(): void {
    this.#timer = undefined;
    const experiment_ids = [...this.#experimentIds];
    const run_ids = [...this.#runIds];
    this.#experimentIds.clear();
    this.#runIds.clear();
    this.#runsChanged({ experiment_ids, run_ids });
    for (let from = 0; from < Math.max(experiment_ids.length, run_ids.length); from += IDS_OF_A_MESSAGE) {
      const part = (ids: string[]) => ids.slice(from, from + IDS_OF_A_MESSAGE);
      this.#peers?.tell(JSON.stringify({ experiment_ids: part(experiment_ids), run_ids: part(run_ids) }));
    }
  }

  #runsChanged(data: RunChanges): void {
    this.#emitter.emit('event', { event: 'runs', data } satisfies LiveEvent);
  }
}
