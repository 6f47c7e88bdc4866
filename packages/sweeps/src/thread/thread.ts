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

function run<T>(name: string, input: unknown): Promise<T> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: { name, input } });
    worker.once('message', ({ code, message, answer }) =>
      code === undefined ? resolve(answer) : reject(new OrreryError(code, message)),
    );
    worker.once('error', reject);
    worker.once('exit', (status) => reject(new Error(`The thread for ${name} ended with ${status}.`)));
  });
}
