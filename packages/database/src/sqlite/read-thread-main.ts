import { parentPort, workerData } from 'node:worker_threads';
import type { Column, Read, ReadAnswer, Rows } from './read-thread.ts';
import { SqliteSession } from './session.ts';

const session = new SqliteSession(workerData as string);
session.exec('PRAGMA query_only = ON');

parentPort?.on('message', async (read: Read) => {
  const { id, sql } = read;
  let answer: ReadAnswer;
  try {
    answer = {
      id,
      value: 'each' in read ? await session.getEach<object>(sql, read.each) : rows(sql, read.params),
    };
  } catch (error) {
    const { message, code, errcode } = error as Error & { code?: string; errcode?: number };
    answer = { id, error: { message, ...(code && { code }), ...(errcode !== undefined && { errcode }) } };
  }
  parentPort?.postMessage(answer);
});

function rows(sql: string, params: readonly unknown[]): Rows {
  const started = performance.now();
  const { names, rows } = session.arrays(sql, params);
  const columns = names.map((_, index) => column(rows.map((row) => row[index])));
  return { names, columns, count: rows.length, ms: performance.now() - started };
}

/** Numbers alone cross to another thread at a tenth of the cost. */
function column(values: unknown[]): Column {
  return values.every((value) => typeof value === 'number') ? Float64Array.from(values) : values;
}
