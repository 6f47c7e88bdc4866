import { EventEmitter } from 'node:events';
import type { Peers } from '@orrery/database';
import type { Change } from '@orrery/tracking';

const COALESCE_MS = 500;
/** So many ids are told to other servers in one message. */
const IDS_OF_A_MESSAGE = 150;

export type LiveEvent =
  | ({ event: 'runs' } & RunChanges)
  | { event: 'studies' }
  | { event: 'orchestrations'; ids: string[] };

/** `all` where somebody else changed the database, and what is not known. */
interface RunChanges {
  /** Experiments, each with the runs of it that changed. */
  changed: [experimentId: string, runIds: string[]][];
  all?: true;
}

/** Gathers what changed and tells listeners at most twice a second. */
export class LiveHub {
  readonly #emitter = new EventEmitter().setMaxListeners(0);
  readonly #changed = new Map<string, Set<string>>();
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
    const runIds = this.#changed.get(experimentId) ?? new Set();
    this.#changed.set(experimentId, runIds);
    if (runId) runIds.add(runId);
    this.#timer ??= setTimeout(() => this.#flush(), COALESCE_MS);
  };

  /** Somebody else has committed to the tracking database. */
  databaseChanged(): void {
    this.#runsChanged({ changed: [], all: true });
  }

  studiesChanged(): void {
    this.#emitter.emit('event', { event: 'studies' } satisfies LiveEvent);
  }

  orchestrationsChanged(ids: string[]): void {
    this.#emitter.emit('event', { event: 'orchestrations', ids } satisfies LiveEvent);
  }

  get isHeard(): boolean {
    return this.listeners > 0;
  }

  get listeners(): number {
    return this.#emitter.listenerCount('event');
  }

  #flush(): void {
    this.#timer = undefined;
    const changed = [...this.#changed].map(([id, runIds]): [string, string[]] => [id, [...runIds]]);
    this.#changed.clear();
    this.#runsChanged({ changed });
    for (const part of inParts(changed)) this.#peers?.tell(JSON.stringify({ changed: part }));
  }

  #runsChanged(data: RunChanges): void {
    this.#emitter.emit('event', { event: 'runs', ...data } satisfies LiveEvent);
  }
}

/** So much of what changed as goes into one message. */
function* inParts(changed: RunChanges['changed']): Generator<RunChanges['changed']> {
  let part: RunChanges['changed'] = [];
  let ids = 0;
  for (const [experimentId, runIds] of changed) {
    for (let from = 0; from === 0 || from < runIds.length; from += IDS_OF_A_MESSAGE) {
      const some = runIds.slice(from, from + IDS_OF_A_MESSAGE);
      if (ids > 0 && ids + some.length + 1 > IDS_OF_A_MESSAGE) {
        yield part;
        [part, ids] = [[], 0];
      }
      part.push([experimentId, some]);
      ids += some.length + 1;
    }
  }
  if (ids > 0) yield part;
}
