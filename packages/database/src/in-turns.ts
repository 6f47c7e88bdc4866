import { setImmediate } from 'node:timers/promises';

/** How long one has the event loop at most, in milliseconds. */
const TURN_MS = 8;
/** After so many things the clock is looked at. */
const LOOK = 64;

/** Does something with each of many things; others have the event loop when a while has passed since they had it. */
export async function eachInTurns<T>(
  things: ArrayLike<T>,
  work: (thing: T, index: number) => void,
): Promise<void> {
  let since = performance.now();
  for (let index = 0; index < things.length; index++) {
    work(things[index] as T, index);
    if (index % LOOK < LOOK - 1 || performance.now() - since < TURN_MS) continue;
    await setImmediate();
    since = performance.now();
  }
}

/** As `map` of an array. */
export async function mapInTurns<T, U>(things: ArrayLike<T>, map: (thing: T) => U): Promise<U[]> {
  const mapped: U[] = [];
  await eachInTurns(things, (thing) => mapped.push(map(thing)));
  return mapped;
}
