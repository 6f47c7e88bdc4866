import { useEffect, useMemo, useSyncExternalStore } from 'react';

/** Something that the palette can do or go to. */
export interface Command {
  label: string;
  /** What it is, in a word: `run`, `page`. */
  kind: string;
  /** Told beside the label. */
  note?: string;
  run: () => void;
}

const NONE: readonly Command[] = [];
let current: readonly Command[] = NONE;
const listeners = new Set<() => void>();

function become(next: readonly Command[]): void {
  current = next;
  for (const listener of listeners) listener();
}

/** Puts what a page can do into the palette while the page is open. Keep the list stable. */
export function usePageCommands(commands: readonly Command[]): void {
  useEffect(() => {
    become(commands);
    return () => {
      if (current === commands) become(NONE);
    };
  }, [commands]);
}

/** What the page that is open can do. */
export function useCurrentCommands(): readonly Command[] {
  return useSyncExternalStore(
    useMemo(
      () => (listener: () => void) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      [],
    ),
    () => current,
  );
}
