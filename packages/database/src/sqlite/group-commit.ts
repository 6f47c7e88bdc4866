import { setTimeout as sleep } from 'node:timers/promises';
import type { Session, WriteActivity } from '../session.ts';
import { Checkpointer, LOG_LIMIT } from './checkpointer.ts';
import { describeWriteError, isBusy, LOCK_WAIT_MS, tooMany } from './errors.ts';
import type { SqliteReader } from './reader.ts';
import type { SqliteSession } from './session.ts';
import { Turn } from './turn.ts';
import { WriteAheadLog } from './write-ahead-log.ts';
import { WriteLock } from './write-lock.ts';

/** A group is committed when it has so many writes, or took so long. */
const MAX_GROUP = 256;
const GROUP_MS = 25;
/** How often the log is asked how long it is. */
const FRAMES_MS = 2;
const MAX_QUEUE = 5_000;

/** What is written, and how. */
export interface Write<T> {
  work: (session: Session) => Promise<T>;
  /** Whether it is answered before the log is synced. */
  isFirst: boolean;
  /** See `Database.write`. */
  subject: string | undefined;
}

interface Job extends Write<unknown> {
  /** When it came, by the process's clock. */
  since: number;
  resolve: (value: unknown) => void;
  reject: (error: unknown) => void;
}

/**
 * Takes writes one after the other. Those that arrive together share one transaction and one sync; one that fails takes
 * nothing with it: the group is done again, each write with a savepoint. See docs/decisions/0001-group-commit.md.
 */
export class GroupCommit {
  readonly #path: string;
  readonly #writer: SqliteSession;
  readonly #lock: WriteLock;
  readonly #log: WriteAheadLog;
  readonly #turn = new Turn();
  readonly #checkpointer: Checkpointer;
  readonly #reader: SqliteReader;
  readonly #listeners: ((subject: string | undefined) => void)[] = [];
  readonly #queue: Job[] = [];
  #draining = false;
  /** Whether a write of the group that is next has failed. */
  #isDoneAgain = false;
  #frames = 0;
  #framesAt = Number.NEGATIVE_INFINITY;
  #commits = 0;
  #written = 0;

  /**
   * @param writer a connection with `synchronous = NORMAL`, without checkpoints of its own, that waits for no lock
   * @param reader of the same file
   */
  constructor(path: string, writer: SqliteSession, reader: SqliteReader) {
    this.#path = path;
    this.#writer = writer;
    this.#lock = new WriteLock(writer);
    this.#log = new WriteAheadLog(`${path}-wal`);
    this.#checkpointer = new Checkpointer(path, this.#turn, reader.threadTurn);
    this.#reader = reader;
  }

  onCommit(listener: (subject: string | undefined) => void): void {
    this.#listeners.push(listener);
  }

  write<T>(write: Write<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      if (this.#queue.length >= MAX_QUEUE) return reject(tooMany(this.#path));
      const since = performance.now();
      this.#queue.push({ ...write, since, resolve: resolve as Job['resolve'], reject });
      if (this.#draining) return;
      this.#draining = true;
      this.#gather(0);
    });
  }

  activity(): WriteActivity {
    return { commits: this.#commits, writes: this.#written, waiting: this.#queue.length };
  }

  /** Once all that waits is done. */
  async close(): Promise<void> {
    while (this.#draining) await sleep(1);
    await this.#checkpointer.pause();
    await this.#log.close();
  }

  /** Waits for as long as more writes come while a sync runs: none of them would be answered sooner for an early commit. */
  #gather(known: number): void {
    setImmediate(() => {
      const count = this.#queue.length;
      if (this.#log.isSyncing && count > known && count < MAX_GROUP) this.#gather(count);
      else void this.#drain();
    });
  }

  async #drain(): Promise<void> {
    while (this.#queue.length > 0) {
      const isDoubtful = this.#log.isDoubtful;
      if (isDoubtful) await this.#checkpointer.pause();
      else if (this.#logFrames() >= LOG_LIMIT) await this.#checkpointer.room();
      const endTurn = await this.#turn.take();
      try {
        await this.#lock.take((this.#queue[0]?.since ?? 0) + LOCK_WAIT_MS);
        if (isDoubtful) await this.#repairLog();
        await this.#commit();
        await this.#lock.share();
      } catch (error) {
        this.#rollBack();
        this.#rejectWaiting(error);
      } finally {
        endTurn();
      }
    }
    this.#draining = false;
  }

  /** Asked of SQLite: who asks for a file's size has Linux note the time of its next write, which the next sync writes too. */
  #logFrames(): number {
    const now = performance.now();
    if (now - this.#framesAt < FRAMES_MS && this.#frames < LOG_LIMIT) return this.#frames;
    this.#framesAt = now;
    try {
      this.#frames = this.#reader.logFrames();
    } catch {
      // What keeps this from being told keeps the next write too, which says it.
      this.#frames = 0;
    }
    return this.#frames;
  }

  /** With the write lock, so that nobody adds to the log. */
  async #repairLog(): Promise<void> {
    await this.#log.repair(this.#reader.logFrames());
    this.#checkpointer.resume();
  }

  async #commit(): Promise<void> {
    const jobs: Job[] = [];
    const answers: (() => void)[] = [];
    const until = performance.now() + GROUP_MS;
    try {
      for (let job = this.#queue.shift(); job; job = this.#queue.shift()) {
        jobs.push(job);
        const isApart = this.#isDoneAgain && jobs.length > 1;
        const answer = isApart ? await this.#doApart(job) : await this.#do(job, jobs.length === 1);
        if (answer === null) return this.#doAgain(jobs);
        answers.push(answer);
        if (!this.#writer.inTransaction || jobs.length >= MAX_GROUP || performance.now() > until) break;
      }
      if (this.#writer.inTransaction) {
        this.#writer.exec('COMMIT');
        this.#isDoneAgain = false;
      }
    } catch (error) {
      this.#rollBack();
      const failure = describeWriteError(error, this.#path);
      for (const job of jobs) job.reject(failure);
      return;
    }
    this.#commits++;
    this.#written += jobs.length;
    for (const { subject } of jobs) for (const listener of this.#listeners) listener(subject);
    this.#answer(jobs, answers);
    this.#checkpointer.committed(this.#logFrames());
  }

  /** Answers first writes at once, and the others when the log is synced. */
  #answer(jobs: Job[], answers: (() => void)[]): void {
    const waiting: number[] = [];
    for (const [index, { isFirst }] of jobs.entries()) {
      if (isFirst) answers[index]?.();
      else waiting.push(index);
    }
    if (waiting.length === 0) return;
    this.#log.whenSynced(waiting.length === 1, (error) => {
      for (const index of waiting) error ? jobs[index]?.reject(error) : answers[index]?.();
    });
  }

  /**
   * Without a savepoint, for which SQLite copies each page before it changes.
   *
   * @param isFirst whether nothing but its own is undone where it fails
   * @returns what answers the job once all is synced; null where it failed and others are to be done again
   */
  async #do(job: Job, isFirst: boolean): Promise<(() => void) | null> {
    try {
      const value = await job.work(this.#writer);
      return () => job.resolve(value);
    } catch (error) {
      this.#rollBack();
      if (!isFirst) return null;
      const failure = describeWriteError(error, this.#path);
      return () => job.reject(failure);
    }
  }

  #doAgain(jobs: Job[]): void {
    this.#isDoneAgain = true;
    this.#queue.unshift(...jobs);
  }

  /** As `#do`, with a savepoint, to which one that fails goes back. */
  async #doApart(job: Job): Promise<() => void> {
    this.#writer.exec('SAVEPOINT job');
    let answer: () => void;
    try {
      const value = await job.work(this.#writer);
      answer = () => job.resolve(value);
    } catch (error) {
      if (!this.#writer.inTransaction) throw error;
      this.#writer.exec('ROLLBACK TO job');
      const failure = describeWriteError(error, this.#path);
      answer = () => job.reject(failure);
    }
    this.#writer.exec('RELEASE job');
    return answer;
  }

  #rollBack(): void {
    if (this.#writer.inTransaction) this.#writer.exec('ROLLBACK');
  }

  /** Those that wait for another program's lock have each a time of their own. */
  #rejectWaiting(error: unknown): void {
    const latest = isBusy(error) ? performance.now() - LOCK_WAIT_MS : Number.POSITIVE_INFINITY;
    const failure = describeWriteError(error, this.#path);
    while (this.#queue[0] && this.#queue[0].since <= latest) this.#queue.shift()?.reject(failure);
  }
}
