import { useEffect, useState } from 'react';
import { urlOf } from './base.ts';

interface Piece {
  text: string;
  from: number;
  to: number;
  size: number;
  complete: boolean;
}

const AGAIN_MS = 3000;
const SHOW_EVERY_MS = 100;
const FIRST_BYTES = 512 * 1024;
const MOST_CHARACTERS = 8_000_000;

export interface RunLog {
  text: string;
  /** Bytes at the beginning that are not shown. */
  skipped: number;
  complete: boolean;
  /** Whether the server refuses to send it, or has no such file. */
  isRefused: boolean;
}

const NOTHING: RunLog = { text: '', skipped: 0, complete: false, isRefused: false };

/** What a run's job prints, as it prints it: the end of what is there, then what is added. */
export function useRunLog(runId: string | null, file = 'container.log'): RunLog {
  const [log, setLog] = useState(NOTHING);
  useEffect(() => {
    setLog(NOTHING);
    return runId === null ? undefined : followRunLog(runId, file, setLog);
  }, [runId, file]);
  return log;
}

/**
 * Tells of a log as it grows, at most ten times a second however fast that is.
 *
 * @returns how to stop
 */
function followRunLog(runId: string, file: string, tell: (log: RunLog) => void): () => void {
  let log = NOTHING;
  let from = -FIRST_BYTES;
  let source: EventSource;
  let again: ReturnType<typeof setTimeout> | undefined;
  let telling: ReturnType<typeof setTimeout> | undefined;
  const show = (next: RunLog): void => {
    log = next;
    telling ??= setTimeout(() => {
      telling = undefined;
      tell(log);
    }, SHOW_EVERY_MS);
  };
  const open = (): void => {
    source = new EventSource(urlOf(`/api/workbench/runs/${runId}/log/stream?file=${file}&from=${from}`));
    source.onmessage = ({ data }) => {
      const piece = JSON.parse(data) as Piece;
      if (piece.complete) source.close();
      const skipped = from < 0 ? piece.from : log.skipped;
      from = piece.to;
      show({ ...shortened(log.text + piece.text, skipped), complete: piece.complete, isRefused: false });
    };
    source.onerror = () => {
      // A stream that broke comes back by itself, at its last byte; one that was refused does not.
      if (source.readyState !== EventSource.CLOSED) return;
      show({ ...log, isRefused: true });
      again = setTimeout(open, AGAIN_MS);
    };
  };
  open();
  return () => {
    source.close();
    clearTimeout(again);
    clearTimeout(telling);
  };
}

const encoder = new TextEncoder();

/** Of a log that is too long the newer half, from the beginning of a line: then there is room for a while. */
function shortened(text: string, skipped: number): Pick<RunLog, 'text' | 'skipped'> {
  if (text.length <= MOST_CHARACTERS) return { text, skipped };
  const at = text.indexOf('\n', text.length - MOST_CHARACTERS / 2) + 1;
  return { text: text.slice(at), skipped: skipped + encoder.encode(text.slice(0, at)).length };
}
