import { parentPort, workerData } from 'node:worker_threads';
import type { Read, ReadAnswer } from './read-thread.ts';
import { SqliteSession } from './session.ts';

const session = new SqliteSession(workerData as string);
session.exec('PRAGMA query_only = ON');

parentPort?.on('message', ({ id, sql, params }: Read) => {
  const started = performance.now();
  let answer: ReadAnswer;
  try {
    const { names, rows } = session.arrays(sql, params);
    answer = { id, names, rows, ms: performance.now() - started };
  } catch (error) {
    const { message, code, errcode } = error as Error & { code?: string; errcode?: number };
    answer = { id, error: { message, ...(code && { code }), ...(errcode !== undefined && { errcode }) } };
  }
  parentPort?.postMessage(answer);
});
