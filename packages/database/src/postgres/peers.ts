import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { Peers } from '../peers.ts';
import { connectionOf } from './database.ts';

const CHANNEL = 'orrery';
/** Of the lock that the leader holds: the letters of `orrery`. */
const LOCK = 0x6f7272657279;
const LOOK_MS = 2000;

/**
 * Servers of one PostgreSQL database: NOTIFY tells, and who holds an advisory lock leads. The lock goes with the
 * connection, so that a leader that died is followed within seconds.
 */
export class PostgresPeers implements Peers {
  readonly #uri: string;
  readonly #onError: (error: Error) => void;
  readonly #me = randomUUID();
  readonly #listeners: ((text: string) => void)[] = [];
  readonly #closing = new AbortController();
  readonly #done: Promise<void>;
  #client: pg.Client | undefined;
  readonly areThere = true;
  leads = false;

  /** @param onError told once each time that the others are lost */
  constructor(uri: string, onError: (error: Error) => void) {
    this.#uri = uri;
    this.#onError = onError;
    this.#done = this.#stayConnected();
  }

  tell(text: string): void {
    this.#client?.query('SELECT pg_notify($1, $2)', [CHANNEL, `${this.#me} ${text}`]).catch(() => {});
  }

  onTold(listener: (text: string) => void): void {
    this.#listeners.push(listener);
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#done;
  }

  async #stayConnected(): Promise<void> {
    while (!this.#closing.signal.aborted) {
      const client = new pg.Client({ ...connectionOf(this.#uri), keepAlive: true });
      try {
        await this.#serve(client);
      } catch (error) {
        if (!this.#closing.signal.aborted) this.#onError(error as Error);
      }
      this.#client = undefined;
      this.leads = false;
      await client.end().catch(() => {});
      await this.#pause();
    }
  }

  async #serve(client: pg.Client): Promise<void> {
    const lost = new Promise<never>((_, reject) => client.once('error', reject));
    lost.catch(() => {});
    await client.connect();
    client.on('notification', ({ payload = '' }) => this.#hear(payload));
    await client.query(`LISTEN ${CHANNEL}`);
    this.#client = client;
    while (!this.#closing.signal.aborted) {
      const look = client.query(
        this.leads ? 'SELECT true AS held' : `SELECT pg_try_advisory_lock(${LOCK}) AS held`,
      );
      const { rows } = await Promise.race([look, lost]);
      this.leads = rows[0].held;
      await this.#pause();
    }
  }

  #hear(payload: string): void {
    if (payload.startsWith(this.#me)) return;
    const text = payload.slice(this.#me.length + 1);
    for (const listener of this.#listeners) listener(text);
  }

  async #pause(): Promise<void> {
    await sleep(LOOK_MS, undefined, { signal: this.#closing.signal }).catch(() => {});
  }
}
