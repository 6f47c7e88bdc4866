import { flushCompileCache } from 'node:module';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

type Collect = (options: { type: 'minor' | 'major'; flavor?: 'last-resort' }) => void;

let collector: Collect | undefined;

/** Frees what only the start needed, such as the code of modules that ran once, and keeps compiled code for the next. */
export function freeStart(): void {
  flushCompileCache();
  collect({ type: 'major', flavor: 'last-resort' });
}

/** Frees young objects, and the buffers that they held. */
export function collectYoung(): void {
  collect({ type: 'minor' });
}

/** V8's own collector, which Node hides; docs/decisions/0011-memory.md says why the server calls it. */
function collect(options: Parameters<Collect>[0]): void {
  if (!collector) {
    setFlagsFromString('--expose-gc');
    collector = runInNewContext('gc') as Collect;
  }
  collector(options);
}
