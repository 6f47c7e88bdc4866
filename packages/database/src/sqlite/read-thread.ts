import { Worker } from 'node:worker_threads';
import { eachInTurns } from '../in-turns.ts';

type Params = readonly unknown[];

/** Asks for all rows of a statement, or for the first row with each of many parameters. */
export type Read = { id: number; sql: string } & ({ params: Params } | { each: readonly Params[] });

export type Column = unknown[] | Float64Array;

export interface Rows {
  names: string[];
  columns: Column[];
  count: number;
  /** How long SQLite took for them. */
  ms: number;
}

export type ReadAnswer = { id: number } & (
  | { value: Rows | (object | undefined)[] }
  | { error: { message: string; code?: string; errcode?: number } }
);

interface Waiting {
  resolve: (value: unknown) => void;
  reject: (error: Error) => void;
}

/** A thread that reads an SQLite file over a connection of its own, one statement after the other. */
export class ReadThread {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  #next = 0;
  #failure: Error | null = null;

  constructor(path: string) {
    this.#worker = new Worker(new URL('./read-thread-main.ts', import.meta.url), { workerData: path });
    this.#worker.unref();
    this.#worker.on('message', (answer: ReadAnswer) => this.#settle(answer));
    this.#worker.on('error', (error) => this.#fail(error as Error));
    this.#worker.on('exit', () => this.#fail(new Error(`The thread that reads ${path} has ended.`)));
  }

  /** Whether it reads. */
  get isBusy(): boolean {
    return this.#waiting.size > 0;
  }

  /** The rows, and how long SQLite took for them. */
  async all<T>(sql: string, params: Params): Promise<{ rows: T[]; ms: number }> {
    const rows = await this.#ask<Rows>((id) => ({ id, sql, params }));
    return { rows: (await rowsOf(rows)) as T[], ms: rows.ms };
  }

  /** See `Session.getEach`. */
  getEach<T>(sql: string, each: readonly Params[]): Promise<(T | undefined)[]> {
    return this.#ask((id) => ({ id, sql, each }));
  }

  async close(): Promise<void> {
    await this.#worker.terminate();
  }

  #ask<T>(read: (id: number) => Read): Promise<T> {
    return new Promise((resolve, reject) => {
      if (this.#failure) return reject(this.#failure);
      const id = this.#next++;
      this.#waiting.set(id, { resolve: resolve as Waiting['resolve'], reject });
      this.#worker.postMessage(read(id));
    });
  }

  #settle(answer: ReadAnswer): void {
    const waiting = this.#waiting.get(answer.id);
    this.#waiting.delete(answer.id);
    if ('error' in answer) waiting?.reject(Object.assign(new Error(answer.error.message), answer.error));
    else waiting?.resolve(answer.value);
  }

  #fail(error: Error): void {
    this.#failure = error;
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}

/** Compiled for the names, as `objectMaker` is. */
async function rowsOf({ names, columns, count }: Rows): Promise<object[]> {
  const fields = names.map((name, index) => `${JSON.stringify(name)}: columns[${index}][at]`);
  const make = new Function('columns', 'at', `return { ${fields.join(', ')} }`) as (
    columns: Column[],
    at: number,
  ) => object;
  const rows: object[] = [];
  await eachInTurns({ length: count }, (_, at) => rows.push(make(columns, at)));
  return rows;
}
