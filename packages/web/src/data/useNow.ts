import { useMemo, useSyncExternalStore } from 'react';

interface Clock {
  now: number;
  subscribe: (listener: () => void) => () => void;
}

const clocks = new Map<number, Clock>();

/** The time, renewed every `ms`; all that ask for the same share one timer. */
export function useNow(ms = 30_000): number {
  const clock = useMemo(() => clockOf(ms), [ms]);
  return useSyncExternalStore(clock.subscribe, () => clock.now);
}

function clockOf(ms: number): Clock {
  const known = clocks.get(ms);
  if (known) return known;
  const listeners = new Set<() => void>();
  let timer: ReturnType<typeof setInterval> | undefined;
  const clock: Clock = {
    now: Date.now(),
    subscribe(listener) {
      if (listeners.size === 0) {
        clock.now = Date.now();
        timer = setInterval(() => {
          clock.now = Date.now();
          for (const each of listeners) each();
        }, ms);
      }
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0) clearInterval(timer);
      };
    },
  };
  clocks.set(ms, clock);
  return clock;
}
