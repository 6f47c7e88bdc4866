import { getHeapStatistics } from 'node:v8';
import { collectYoung } from '../memory.ts';

const LOOK_MS = 20;
const MAX_BUFFERS = 12 * 1024 * 1024;

let transfers = 0;
let timer: NodeJS.Timeout | undefined;

/**
 * Keeps memory flat while a large file passes. Each read from a socket or a file makes a buffer of 64 kB, and V8
 * lets many of them pile up before it frees any; see docs/decisions/0011-memory.md.
 *
 * @returns what to call when the file has passed
 */
export function watchTransfer(): () => void {
  transfers += 1;
  timer ??= setInterval(freeBuffers, LOOK_MS).unref();
  let over = false;
  return () => {
    if (over) return;
    over = true;
    transfers -= 1;
    if (transfers > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

function freeBuffers(): void {
  if (getHeapStatistics().external_memory > MAX_BUFFERS) collectYoung();
}
