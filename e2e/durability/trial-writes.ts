import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import {
  type Client,
  credentials,
  makeGenericClientConstructor,
  type ServiceError,
  status,
} from '@grpc/grpc-js';
import { METHODS, messageType } from '../../packages/server/src/optuna/messages.ts';
import { foundIn } from './database-problems.ts';
import { type Door, Refused } from './door.ts';
import type { Writes } from './writes.ts';

const COMPLETE = 1;

/** Makes a study that clients share. */
export async function makeStudy(door: Door): Promise<number> {
  const space = { x: { type: 'number', minimum: 0, maximum: 1 } };
  const { study } = await door.post('/api/sweeps/studies', { name: 'durable', sampler: 'random', space });
  return study.study_id;
}

/** Trials that are asked for and told over HTTP, and trials that are made and told over gRPC. */
export class TrialWrites implements Writes {
  readonly #door: Door;
  readonly #storage: Client;
  readonly #studyId: number;
  readonly #made: string[] = [];
  readonly #told: string[] = [];
  #sent = 0;

  constructor(door: Door, storagePort: number, studyId: number) {
    this.#door = door;
    const Storage = makeGenericClientConstructor({}, 'optuna.StorageService');
    this.#storage = new Storage(`localhost:${storagePort}`, credentials.createInsecure());
    this.#studyId = studyId;
  }

  get acknowledged(): number {
    return this.#made.length + this.#told.length;
  }

  next(): Promise<void> {
    return this.#sent++ % 2 === 0 ? this.#overHttp() : this.#overGrpc();
  }

  close(): void {
    this.#storage.close();
  }

  async #overHttp(): Promise<void> {
    const study = `/api/sweeps/studies/${this.#studyId}`;
    const { trial } = await this.#door.post(`${study}/ask`, {});
    this.#made.push(`${trial.trial_id}`);
    await this.#door.post(`${study}/trials/${trial.number}/tell`, { values: [trial.number] });
    this.#told.push(`${trial.trial_id} ${trial.number}`);
  }

  async #overGrpc(): Promise<void> {
    const made = { study_id: this.#studyId, template_trial_is_none: true };
    const { trial_id } = await this.#call<{ trial_id: number }>('CreateNewTrial', made);
    this.#made.push(`${trial_id}`);
    await this.#call('SetTrialStateValues', { trial_id, state: COMPLETE, values: [trial_id] });
    this.#told.push(`${trial_id} ${trial_id}`);
  }

  #call<T>(name: string, request: object): Promise<T> {
    const { requestType, responseType } = METHODS[name] as { requestType: string; responseType: string };
    return new Promise((resolve, reject) =>
      this.#storage.makeUnaryRequest(
        `/optuna.StorageService/${name}`,
        (message: object) => Buffer.from(messageType(requestType).encode(message).finish()),
        (bytes) => messageType(responseType).decode(bytes) as T,
        request,
        (error, reply) => (error ? reject(asRefused(error)) : resolve(reply as T)),
      ),
    );
  }

  problems(store: string): string[] {
    const db = new DatabaseSync(join(store, 'optuna.db'));
    const all = (query: string) => foundIn(db, query);
    try {
      const trials = all('SELECT trial_id AS found FROM trials');
      const told = all(`SELECT trial_id || ' ' || CAST(value AS INTEGER) AS found
        FROM trials JOIN trial_values USING (trial_id) WHERE state = 'COMPLETE'`);
      return [
        ...this.#made.filter((trial) => !trials.has(trial)).map((trial) => `trial ${trial} is lost`),
        ...this.#told.filter((trial) => !told.has(trial)).map((trial) => `value of ${trial} is lost`),
        ...[...all(ODD_NUMBERS)].map((numbers) => `numbers of trials: ${numbers}`),
      ];
    } finally {
      db.close();
    }
  }
}

/** What the server says of its database is an answer; what the client says of its connection is none. */
function asRefused(error: ServiceError): Error {
  return /optuna\.db/.test(error.details) ? new Refused(STATUS[error.code] ?? 500, error.details, {}) : error;
}

/** Of HTTP, for what gRPC calls it. */
const STATUS: Record<number, number> = { [status.UNAVAILABLE]: 503, [status.RESOURCE_EXHAUSTED]: 507 };

/** Where they are not 0, 1, 2, … */
const ODD_NUMBERS = `SELECT count(*) || ' trials, ' || count(DISTINCT number) || ' numbers up to ' || max(number) AS found
  FROM trials GROUP BY study_id HAVING count(*) <> count(DISTINCT number) OR count(*) <> max(number) + 1`;
