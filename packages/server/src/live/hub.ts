import { EventEmitter } from 'node:events';
import type { Change } from '@orrery/tracking';

const COALESCE_MS = 500;

export interface LiveEvent {
  event: 'runs' | 'studies' | 'orchestrations';
  data: object;
}

/** Gathers what changed and tells listeners at most twice a second. */
export class LiveHub {
  readonly #emitter = new EventEmitter().setMaxListeners(0);
  readonly #experimentIds = new Set<string>();
  readonly #runIds = new Set<string>();
  #timer: NodeJS.Timeout | undefined;

  /** @returns how to stop listening */
  listen(listener: (event: LiveEvent) => void): () => void {
    this.#emitter.on('event', listener);
    return () => this.#emitter.off('event', listener);
  }

  trackingChanged = ({ experimentId, runId }: Change): void => {
    if (!this.isHeard) return;
    this.#experimentIds.add(experimentId);
    if (runId) this.#runIds.add(runId);
    this.#timer ??= setTimeout(() => this.#flush(), COALESCE_MS);
  };

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
    const data = { experiment_ids: [...this.#experimentIds], run_ids: [...this.#runIds] };
    this.#experimentIds.clear();
    this.#runIds.clear();
    this.#emitter.emit('event', { event: 'runs', data } satisfies LiveEvent);
  }
}
