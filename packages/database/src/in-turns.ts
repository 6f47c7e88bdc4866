import { setImmediate } from 'node:timers/promises';

/** How long one has the event loop at most, in milliseconds. */
const TURN_MS = 8;
/** After so many things the clock is looked at. */
const LOOK = 64;

/** What a long work calls now and then: it lets others have the event loop when a while has passed since they had it. */
export function turns(): () => Promise<void> {
  let last = performance.now();
  return async () => {
    if (performance.now() - last < TURN_MS) return;
    await setImmediate();
    last = performance.now();
  };
}

/** Does something with each of many things, in turns with others. */
export async function eachInTurns<T>(
  things: ArrayLike<T>,
  work: (thing: T, index: number) => void,
): Promise<void> {
  const turn = turns();
  for (let index = 0; index < things.length; index++) {
    work(things[index] as T, index);
    if (index % LOOK === LOOK - 1) await turn();
  }
}

/** As `map` of an array. */
export async function mapInTurns<T, U>(things: ArrayLike<T>, map: (thing: T) => U): Promise<U[]> {
  const mapped: U[] = [];
  await eachInTurns(things, (thing) => mapped.push(map(thing)));
  return mapped;
}
