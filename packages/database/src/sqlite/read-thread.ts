import { Worker } from 'node:worker_threads';

export interface Read {
  id: number;
  sql: string;
  params: readonly unknown[];
}

export type Column = unknown[] | Float64Array;

export type ReadAnswer = { id: number } & (
  | { names: string[]; columns: Column[]; rows: number; ms: number }
  | { error: { message: string; code?: string; errcode?: number } }
);

interface Waiting {
  resolve: (answer: { rows: object[]; ms: number }) => void;
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

  /** The rows, and how long SQLite took for them. */
  all<T>(sql: string, params: readonly unknown[]): Promise<{ rows: T[]; ms: number }> {
    return new Promise((resolve, reject) => {
      if (this.#failure) return reject(this.#failure);
      const id = this.#next++;
      this.#waiting.set(id, { resolve: resolve as Waiting['resolve'], reject });
      this.#worker.postMessage({ id, sql, params } satisfies Read);
    });
  }

  async close(): Promise<void> {
    await this.#worker.terminate();
  }

  #settle(answer: ReadAnswer): void {
    const waiting = this.#waiting.get(answer.id);
    this.#waiting.delete(answer.id);
    if ('error' in answer) waiting?.reject(Object.assign(new Error(answer.error.message), answer.error));
    else waiting?.resolve({ rows: rowsOf(answer.names, answer.columns, answer.rows), ms: answer.ms });
  }

  #fail(error: Error): void {
    this.#failure = error;
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}

/** Compiled for the names, as `objectMaker` is. */
function rowsOf(names: string[], columns: Column[], count: number): object[] {
  const fields = names.map((name, index) => `${JSON.stringify(name)}: columns[${index}][at]`);
  const make = new Function('columns', 'at', `return { ${fields.join(', ')} }`) as (
    columns: Column[],
    at: number,
  ) => object;
  return Array.from({ length: count }, (_, at) => make(columns, at));
}
