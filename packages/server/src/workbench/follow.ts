import { closeSync, openSync, readSync, statSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { hasEnded, type OrchestrationFolder } from '@orrery/runner/orchestrations';
import { endsWithServer } from '../drain.ts';

const LOOK_EVERY_MS = 250;
const KEEP_ALIVE_MS = 15_000;
/** How much of what was said before is sent to who comes later. */
const EARLIER_BYTES = 64 * 1024;

/**
 * One orchestration as server-sent events: `state` with all of it, the last lines, then each event as it is written. An
 * event's id is a place in `events.jsonl`; who comes back with one goes on there.
 */
export function follow(
  folder: OrchestrationFolder,
  request: IncomingMessage,
  stream: ServerResponse,
  lastId: string | string[] | undefined,
): void {
  endsWithServer(stream);
  stream.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  const send = (event: string, data: string, id: number) =>
    stream.write(`event: ${event}\nid: ${id}\ndata: ${data}\n\n`);
  const file = folder.file('events.jsonl');
  let offset = Number(lastId);
  let died = false;
  const sendState = () => {
    const state = folder.readState();
    if (!state) return;
    offset = state.offset;
    died = hasEnded(state.status);
    send('state', JSON.stringify(state), offset);
  };
  if (lastId === undefined || !Number.isSafeInteger(offset)) {
    sendState();
    for (const line of readLines(file, Math.max(0, offset - EARLIER_BYTES), offset).lines)
      if (kindOf(line) === 'line') send('line', line, offset);
  }
  const look = setInterval(() => {
    const { lines, end } = readLines(file, offset, statSync(file, { throwIfNoEntry: false })?.size ?? 0);
    let at = offset;
    for (const line of lines) {
      at += Buffer.byteLength(line) + 1;
      const kind = kindOf(line);
      if (kind) send(kind, line, at);
      if (kind === 'status') died = false;
    }
    offset = end;
    // Nothing is written by a process that is gone: that is seen from outside.
    if (lines.length === 0 && !died && hasEnded(folder.readState()?.status ?? 'KILLED')) sendState();
  }, LOOK_EVERY_MS);
  const keepAlive = setInterval(() => stream.write(': keep-alive\n\n'), KEEP_ALIVE_MS);
  request.on('close', () => {
    clearInterval(look);
    clearInterval(keepAlive);
  });
}

/** Whole lines between two places of a file, and where they end. */
function readLines(file: string, from: number, to: number): { lines: string[]; end: number } {
  if (to <= from) return { lines: [], end: from };
  const bytes = Buffer.alloc(to - from);
  const handle = openSync(file, 'r');
  try {
    readSync(handle, bytes, 0, bytes.length, from);
  } finally {
    closeSync(handle);
  }
  const last = bytes.lastIndexOf(10);
  if (last < 0) return { lines: [], end: from };
  return { lines: bytes.toString('utf8', 0, last).split('\n'), end: from + last + 1 };
}

function kindOf(line: string): string | null {
  return /^\{"time_ms":\d+,"kind":"(\w+)"/.exec(line)?.[1] ?? null;
}
