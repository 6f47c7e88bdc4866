import type { IncomingMessage } from 'node:http';
import type { Caller } from '@orrery/access';

/** By the request of Node, which an app that is called by another one has in common with it. */
const callers = new WeakMap<IncomingMessage, Caller>();

export function setCaller(request: { raw: IncomingMessage }, caller: Caller): void {
  callers.set(request.raw, caller);
}

/** Who sent a request; null where nobody has to say, or where nobody did. */
export function callerOf(request: { raw: IncomingMessage }): Caller | null {
  return callers.get(request.raw) ?? null;
}
