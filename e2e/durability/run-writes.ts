import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { foundIn } from './database-problems.ts';
import type { Door } from './door.ts';
import type { Writes } from './writes.ts';

const API = '/api/2.0/mlflow/runs';
const BATCH = 20;

interface Batch {
  run: string;
  acknowledged: boolean;
}

/** Metrics, batches, params, tags; runs that are made and deleted. */
export class RunWrites implements Writes {
  readonly #door: Door;
  readonly #experimentId: string;
  readonly #run: string;
  readonly #batches: Batch[] = [];
  readonly #metrics: string[] = [];
  readonly #params: string[] = [];
  readonly #made: string[] = [];
  readonly #deleted: string[] = [];
  #tag = { sent: -1, acknowledged: -1 };
  #sent = 0;

  private constructor(door: Door, experimentId: string, run: string) {
    this.#door = door;
    this.#experimentId = experimentId;
    this.#run = run;
  }

  static async make(door: Door, experimentId: string): Promise<RunWrites> {
    const { run } = await door.post(`${API}/create`, { experiment_id: experimentId });
    return new RunWrites(door, experimentId, run.info.run_id);
  }

  get acknowledged(): number {
    const batches = this.#batches.filter(({ acknowledged }) => acknowledged).length;
    return batches + this.#metrics.length + this.#params.length + this.#made.length + this.#deleted.length;
  }

  async next(): Promise<void> {
    const n = this.#sent++;
    switch (n % 8) {
      case 1:
      case 5:
        return this.#logBatch();
      case 2:
        return this.#logParam(`param${n}`);
      case 3:
        return this.#setTag(n);
      case 4:
        return this.#makeRun();
      case 6:
        return this.#deleteRun();
      default:
        return this.#logMetric(n);
    }
  }

  async #logMetric(step: number): Promise<void> {
    const metric = { key: 'single', value: step / 7, timestamp: step, step };
    await this.#door.post(`${API}/log-metric`, { run_id: this.#run, ...metric });
    this.#metrics.push(`${this.#run} single ${step}`);
  }

  async #logBatch(): Promise<void> {
    const n = this.#batches.length;
    const batch: Batch = { run: this.#run, acknowledged: false };
    this.#batches.push(batch);
    const metrics = Array.from({ length: BATCH }, (_, i) => ({
      key: `batch${i}`,
      value: n,
      timestamp: n,
      step: n,
    }));
    const entry = [{ key: `batch${n}`, value: String(n) }];
    await this.#door.post(`${API}/log-batch`, { run_id: this.#run, metrics, params: entry, tags: entry });
    batch.acknowledged = true;
  }

  async #logParam(key: string): Promise<void> {
    await this.#door.post(`${API}/log-parameter`, { run_id: this.#run, key, value: key });
    this.#params.push(`${this.#run} ${key}`);
  }

  async #setTag(value: number): Promise<void> {
    this.#tag.sent = value;
    await this.#door.post(`${API}/set-tag`, { run_id: this.#run, key: 'tag', value: String(value) });
    this.#tag.acknowledged = value;
  }

  async #makeRun(): Promise<void> {
    const { run } = await this.#door.post(`${API}/create`, { experiment_id: this.#experimentId });
    this.#made.push(run.info.run_id);
  }

  async #deleteRun(): Promise<void> {
    const run = this.#made[this.#deleted.length];
    if (!run) return;
    await this.#door.post(`${API}/delete`, { run_id: run });
    this.#deleted.push(run);
  }

  problems(store: string): string[] {
    const db = new DatabaseSync(join(store, 'mlflow.db'));
    const all = (query: string) => foundIn(db, query);
    try {
      const ofRun = `WHERE run_uuid = '${this.#run}'`;
      const metrics = all(`SELECT run_uuid || ' ' || key || ' ' || step AS found FROM metrics ${ofRun}`);
      const params = all(`SELECT run_uuid || ' ' || key AS found FROM params ${ofRun}`);
      const tags = all(`SELECT run_uuid || ' ' || key AS found FROM tags ${ofRun}`);
      const tag = all(`SELECT value AS found FROM tags ${ofRun} AND key = 'tag'`);
      const runs = all(`SELECT run_uuid || ' ' || lifecycle_stage AS found FROM runs`);
      const lost = (what: string, wanted: string[], found: Set<string>) =>
        wanted.filter((one) => !found.has(one)).map((one) => `${what} ${one} is lost`);
      return [
        ...lost('metric', this.#metrics, metrics),
        ...lost('param', this.#params, params),
        ...this.#batchProblems(metrics, params, tags),
        ...this.#tagProblems(Number([...tag][0] ?? -1)),
        ...lost(
          'run',
          this.#deleted.map((run) => `${run} deleted`),
          runs,
        ),
        ...this.#made
          .filter((run) => !runs.has(`${run} active`) && !runs.has(`${run} deleted`))
          .map((run) => `run ${run} is lost`),
        ...[...all(BEHIND)].map((one) => `latest metric ${one} is not the latest`),
      ];
    } finally {
      db.close();
    }
  }

  #batchProblems(metrics: Set<string>, params: Set<string>, tags: Set<string>): string[] {
    return this.#batches.flatMap(({ run, acknowledged }, n) => {
      const wanted = Array.from({ length: BATCH }, (_, i) => `${run} batch${i} ${n}`);
      const found =
        wanted.filter((one) => metrics.has(one)).length +
        Number(params.has(`${run} batch${n}`)) +
        Number(tags.has(`${run} batch${n}`));
      if (found === BATCH + 2 || (found === 0 && !acknowledged)) return [];
      return [`batch ${n} of ${run}: ${found} of ${BATCH + 2}${acknowledged ? ', though acknowledged' : ''}`];
    });
  }

  #tagProblems(found: number): string[] {
    const { sent, acknowledged } = this.#tag;
    return found >= acknowledged && found <= sent ? [] : [`tag is ${found}, not ${acknowledged} to ${sent}`];
  }
}

const BEHIND = `SELECT run_uuid || ' ' || key AS found
  FROM (SELECT run_uuid, key, max(step) AS step FROM metrics GROUP BY run_uuid, key) AS logged
  LEFT JOIN latest_metrics AS latest USING (run_uuid, key) WHERE latest.step IS NOT logged.step`;
