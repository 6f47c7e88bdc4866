import { DatabaseSync } from 'node:sqlite';
import { openDatabase } from '@orrery/tracking';

export const EXPERIMENT = 1;
/** Of each long history. */
const POINTS = 1_000_000;
/** A run with 3,000 points of `loss`. */
export const SHORT_HISTORY = 20;

/** A tracking database that grows by rows written past any server, with SQLite itself. */
export class Filled {
  readonly path: string;
  #runs = 0;
  #histories = 0;

  private constructor(path: string) {
    this.path = path;
  }

  static async make(path: string): Promise<Filled> {
    await (await openDatabase({ dialect: 'sqlite', path, shown: path }, 'mlflow-artifacts:/')).close();
    const filled = new Filled(path);
    filled.#work(
      `INSERT INTO experiments (experiment_id, name, artifact_location, lifecycle_stage)
       VALUES (${EXPERIMENT}, 'grown', 'mlflow-artifacts:/${EXPERIMENT}', 'active')`,
    );
    return filled;
  }

  /** Adds runs up to a number, each with 10 metrics, params and tags. */
  runs(count: number): void {
    const of = (table: string, columns: string, values: string) =>
      `INSERT INTO ${table} (${columns}) ${series('i', this.#runs, count)}, ${series('k', 0, 10, '')} SELECT ${values} FROM i, k`;
    const id = "printf('%032x', i.n)";
    const metric = `'m' || k.n, (i.n * 31 + k.n) % 500, i.n, ${id}, 0, 0`;
    const entry = (letter: string) => `'${letter}' || k.n, (i.n + k.n) % 7, ${id}`;
    this.#work(
      `INSERT INTO runs (run_uuid, name, source_type, source_name, entry_point_name, user_id, status, start_time,
         source_version, lifecycle_stage, artifact_uri, experiment_id)
       ${series('i', this.#runs, count)}
       SELECT ${id}, 'r' || i.n, 'UNKNOWN', '', '', '', 'RUNNING', i.n, '', 'active', '', ${EXPERIMENT} FROM i`,
      of('metrics', 'key, value, timestamp, run_uuid, step, is_nan', metric),
      of('latest_metrics', 'key, value, timestamp, run_uuid, step, is_nan', metric),
      of('params', 'key, value, run_uuid', entry('p')),
      of('tags', 'key, value, run_uuid', entry('t')),
    );
    if (this.#runs === 0) this.#history(SHORT_HISTORY, 3000);
    this.#runs = count;
  }

  /** Adds points of `loss` up to a number, a million to each of the first runs. */
  points(count: number): void {
    for (; this.#histories < count / POINTS; this.#histories++) this.#history(this.#histories, POINTS);
  }

  #history(run: number, points: number): void {
    this.#work(
      `INSERT INTO metrics (key, value, timestamp, run_uuid, step, is_nan) ${series('i', 0, points)}
       SELECT 'loss', 1.0 / (i.n + 1), i.n, printf('%032x', ${run}), i.n, 0 FROM i`,
    );
  }

  #work(...statements: string[]): void {
    const db = new DatabaseSync(this.path);
    db.exec(`PRAGMA synchronous = OFF; BEGIN; ${statements.join('; ')}; COMMIT`);
    db.close();
  }
}

/** Numbers as a common table expression. */
function series(name: string, from: number, to: number, word = 'WITH RECURSIVE'): string {
  return `${word} ${name}(n) AS (SELECT ${from} UNION ALL SELECT n + 1 FROM ${name} WHERE n + 1 < ${to})`;
}
