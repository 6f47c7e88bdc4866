import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { endsWithServer } from '../drain.ts';
import { readPiece } from './log-piece.ts';

const PIECE_BYTES = 256 * 1024;
const LOOK_EVERY_MS = 250;
/** Of the looks that find nothing new, each such one asks whether the run has ended. */
const ASK_EVERY_LOOKS = 4;
const KEEP_ALIVE_MS = 15_000;
/** A stream ends after so long, and is asked for again: what the reader may read may have changed. */
const LONGEST_MS = 60_000;

/**
 * A log as server-sent events: what is there from a byte on, then what is added, as fast as the reader takes it. An event's
 * id is the byte to go on at. The last event says `complete`.
 *
 * @param from byte to begin at; from the end where negative
 */
export async function followLog(
  stream: ServerResponse,
  path: string,
  from: number,
  isRunning: () => Promise<boolean>,
): Promise<void> {
  endsWithServer(stream);
  const gone = new AbortController();
  stream.once('close', () => gone.abort());
  const { signal } = gone;
  stream.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  stream.write('retry: 1000\n\n');
  const keepAlive = setInterval(() => stream.write(': keep-alive\n\n'), KEEP_ALIVE_MS);
  const until = performance.now() + LONGEST_MS;
  let isComplete = false;
  let at = from;
  try {
    for (let quiet = 0; performance.now() < until; ) {
      const piece = readPiece(path, at, PIECE_BYTES, isComplete);
      const isLast = isComplete && piece.to >= piece.size;
      if (piece.to > piece.from || isLast) {
        const isTaken = stream.write(
          `id: ${piece.to}\ndata: ${JSON.stringify({ ...piece, complete: isLast })}\n\n`,
        );
        quiet = 0;
        if (isLast) break;
        if (!isTaken) await once(stream, 'drain', { signal });
      } else if (quiet++ % ASK_EVERY_LOOKS === 0) {
        isComplete = !(await isRunning());
        if (isComplete) continue;
      }
      at = piece.to;
      if (piece.to >= piece.size || piece.to === piece.from)
        await sleep(LOOK_EVERY_MS, undefined, { signal });
    }
  } catch {
    // The reader left, or the file: who comes again is told which.
  } finally {
    clearInterval(keepAlive);
    stream.end();
  }
}
