import { Worker } from 'node:worker_threads';
import { OrreryError } from '@orrery/core';
import type { Work } from './work.ts';

let last: Promise<unknown> = Promise.resolve();

/**
 * Does work that takes long in a thread of its own, so that it holds nobody up; one piece at a time, so that there are
 * cores left.
 *
 * @throws OrreryError as the work itself throws it
 */
export function inThread<K extends keyof Work>(
  name: K,
  input: Parameters<Work[K]>[0],
): Promise<ReturnType<Work[K]>> {
  const answer = last.then(() => run<ReturnType<Work[K]>>(name, input));
  last = answer.catch(() => {});
  return answer;
}

/** So many of a list at a time, so that other work gets its turn. */
const TOGETHER = 5;

/** Does work of which each piece takes long, for a list of them. */
export async function eachInThread<K extends 'regrets' | 'modelRegrets'>(
  name: K,
  list: Parameters<Work[K]>[0],
): Promise<number[]> {
  const answers: number[] = [];
  for (let i = 0; i < list.length; i += TOGETHER)
    answers.push(...(await inThread(name, list.slice(i, i + TOGETHER) as Parameters<Work[K]>[0])));
  return answers;
}

/** A thread that has nothing to do for so long ends; until then its code stays compiled. */
const IDLE_MS = 10_000;
let thread: { worker: Worker; idle: NodeJS.Timeout | undefined } | null = null;

function run<T>(name: string, input: unknown): Promise<T> {
  thread ??= { worker: new Worker(new URL('./worker.ts', import.meta.url)), idle: undefined };
  const own = thread;
  clearTimeout(own.idle);
  own.worker.ref();
  const end = (): void => {
    if (thread === own) thread = null;
    own.worker.removeAllListeners();
    void own.worker.terminate();
  };
  return new Promise<T>((resolve, reject) => {
    const fail = (error: Error): void => {
      end();
      reject(error);
    };
    own.worker.removeAllListeners();
    own.worker.once('message', ({ code, message, answer }) =>
      code === undefined ? resolve(answer) : reject(new OrreryError(code, message)),
    );
    own.worker.once('error', (error) => fail(error as Error));
    own.worker.once('exit', (status) => fail(new Error(`The thread for ${name} ended with ${status}.`)));
    own.worker.postMessage({ name, input });
  }).finally(() => {
    own.worker.unref();
    own.idle = setTimeout(end, IDLE_MS).unref();
  });
}
