import { useEffect, useSyncExternalStore } from 'react';
import { urlOf } from './base.ts';
import { useLatest } from './useLatest.ts';

/** `offline` only after the stream was lost or never came; `connecting` is not worth a mark. */
export type LiveState = 'connecting' | 'open' | 'offline';

export interface RunsEvent {
  experiment_ids: string[];
  run_ids: string[];
}

type Listener =
  | { kind: 'runs'; call: (event: RunsEvent) => void }
  | { kind: 'studies'; call: () => void }
  | { kind: 'orchestrations'; call: () => void }
  | { kind: 'back'; call: () => void };

const RETRY_MS = [1000, 2000, 4000, 8000, 15_000];

/** One stream of `/api/live` for the whole page, reconnecting with growing pauses. */
class LiveFeed {
  state: LiveState = 'connecting';
  private source: EventSource | undefined;
  private attempt = 0;
  private readonly listeners = new Set<Listener>();
  private readonly watchers = new Set<() => void>();

  readonly watch = (watcher: () => void): (() => void) => {
    this.watchers.add(watcher);
    this.open();
    return () => this.watchers.delete(watcher);
  };

  on(listener: Listener): () => void {
    this.listeners.add(listener);
    this.open();
    return () => this.listeners.delete(listener);
  }

  private open(): void {
    if (this.source) return;
    const source = new EventSource(urlOf('/api/live'));
    this.source = source;
    source.onopen = () => {
      const wasLost = this.state === 'offline';
      this.attempt = 0;
      this.become('open');
      if (wasLost) this.tellBack();
    };
    source.onerror = () => {
      source.close();
      this.become('offline');
      const wait = RETRY_MS[Math.min(this.attempt, RETRY_MS.length - 1)];
      this.attempt += 1;
      setTimeout(() => {
        this.source = undefined;
        this.open();
      }, wait);
    };
    source.addEventListener('runs', (message) => {
      const event = JSON.parse(message.data) as Partial<RunsEvent> & { all?: true };
      if (event.all) return this.tellBack();
      const full = { experiment_ids: event.experiment_ids ?? [], run_ids: event.run_ids ?? [] };
      for (const listener of this.listeners) if (listener.kind === 'runs') listener.call(full);
    });
    for (const kind of ['studies', 'orchestrations'] as const) {
      source.addEventListener(kind, () => {
        for (const listener of this.listeners) if (listener.kind === kind) listener.call();
      });
    }
  }

  /** Anything may have changed. */
  private tellBack(): void {
    for (const listener of this.listeners) if (listener.kind === 'back') listener.call();
  }

  private become(state: LiveState): void {
    this.state = state;
    for (const watcher of this.watchers) watcher();
  }
}

const feed = new LiveFeed();

/** Whether changes arrive by themselves just now. */
export function useLiveState(): LiveState {
  return useSyncExternalStore(feed.watch, () => feed.state);
}

/** Calls back on every `runs` event, and after the stream was away. */
export function useRunEvents(onRuns: (event: RunsEvent) => void, onBack?: () => void): void {
  const runs = useLatest(onRuns);
  const back = useLatest(onBack);
  useEffect(() => {
    const offRuns = feed.on({ kind: 'runs', call: (event) => runs.current(event) });
    const offBack = feed.on({ kind: 'back', call: () => back.current?.() });
    return () => {
      offRuns();
      offBack();
    };
  }, [runs, back]);
}

/** Calls back when the study store changed, and after the stream was away. */
export function useStudyEvents(onStudies: () => void): void {
  useNamelessEvents('studies', onStudies);
}

/** Calls back when what runs of a manifest changed, and after the stream was away. */
export function useOrchestrationEvents(onChange: () => void): void {
  useNamelessEvents('orchestrations', onChange);
}

function useNamelessEvents(kind: 'studies' | 'orchestrations', onChange: () => void): void {
  const change = useLatest(onChange);
  useEffect(() => {
    const off = feed.on({ kind, call: () => change.current() });
    const offBack = feed.on({ kind: 'back', call: () => change.current() });
    return () => {
      off();
      offBack();
    };
  }, [kind, change]);
}
