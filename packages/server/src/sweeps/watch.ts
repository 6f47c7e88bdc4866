import type { StudyStore } from '@orrery/sweeps';

const POLL_MS = 500;

/** Calls `onChange` a moment after anybody has changed a study, until the function that it gives is called. */
export function watchStudies(
  store: StudyStore,
  onChange: () => void,
  onError: (error: Error) => void,
): () => void {
  let before: string | null = null;
  const look = async () => {
    try {
      const now = await store.dataVersion();
      if (before !== null && now !== before) onChange();
      before = now;
    } catch (error) {
      onError(error as Error);
    }
    timer = setTimeout(look, POLL_MS);
    if (stopped) clearTimeout(timer);
  };
  let stopped = false;
  let timer = setTimeout(look, 0);
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}
