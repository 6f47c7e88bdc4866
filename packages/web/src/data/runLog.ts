import { useEffect, useState } from 'react';
import { ApiError, getJson } from './api.ts';

interface Piece {
  text: string;
  from: number;
  to: number;
  size: number;
  complete: boolean;
}

const EVERY_MS = 1000;
const FIRST_BYTES = 512 * 1024;
const MOST_CHARACTERS = 8_000_000;

export interface RunLog {
  text: string;
  /** Bytes at the beginning that are not shown. */
  skipped: number;
  complete: boolean;
  error: Error | null;
}

const NOTHING: RunLog = { text: '', skipped: 0, complete: false, error: null };

/** What a run's job prints, as it prints it: the end of what is there, then what is added. */
export function useRunLog(runId: string | null, file = 'container.log'): RunLog {
  const [log, setLog] = useState(NOTHING);
  useEffect(() => {
    setLog(NOTHING);
    if (runId === null) return;
    const stop = new AbortController();
    let from = -FIRST_BYTES;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const read = async (): Promise<void> => {
      try {
        const piece = await getJson<Piece>(`/api/workbench/runs/${runId}/log`, { file, from }, stop.signal);
        const first = from < 0;
        from = piece.to;
        setLog((old) => ({
          text: first ? piece.text : (old.text + piece.text).slice(-MOST_CHARACTERS),
          skipped: first ? piece.from : old.skipped,
          complete: piece.complete && piece.to >= piece.size,
          error: null,
        }));
        if (piece.complete && piece.to >= piece.size) return;
        timer = setTimeout(read, piece.to < piece.size ? 0 : EVERY_MS);
      } catch (error) {
        if (stop.signal.aborted) return;
        const gone = error instanceof ApiError && error.status === 404;
        setLog((old) => ({ ...old, error: error as Error }));
        timer = setTimeout(read, gone ? EVERY_MS * 3 : EVERY_MS);
      }
    };
    void read();
    return () => {
      stop.abort();
      clearTimeout(timer);
    };
  }, [runId, file]);
  return log;
}
