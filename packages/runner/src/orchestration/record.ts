import { appendFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { processId } from '../alive.ts';
import type { OrchestrationFolder } from './folder.ts';
import type { JobRecord, Occurrence, OrchestrationEvent, OrchestrationState } from './state.ts';

const SNAPSHOT_MS = 500;

/**
 * What the process that runs a manifest writes about it: each event to `events.jsonl` at once, and, at most twice a
 * second, all of it to `state.json`, which names how many bytes of the events it has in it.
 */
export class OrchestrationRecord {
  readonly folder: OrchestrationFolder;
  readonly state: OrchestrationState;
  readonly #jobs = new Map<string, JobRecord>();
  readonly #listeners = new Set<(event: OrchestrationEvent) => void>();
  #timer: NodeJS.Timeout | undefined;

  constructor(folder: OrchestrationFolder, state: OrchestrationState) {
    this.folder = folder;
    this.state = state;
    state.offset = statSync(folder.file('events.jsonl'), { throwIfNoEntry: false })?.size ?? 0;
    for (const job of state.jobs) this.#jobs.set(job.key, job);
  }

  /** Takes the record for this process. */
  begin(jobs: JobRecord[]): void {
    for (const job of jobs) {
      if (!this.#jobs.has(job.key)) {
        this.#jobs.set(job.key, job);
        this.state.jobs.push(job);
      }
    }
    Object.assign(this.state, {
      pid: process.pid,
      pid_started: processId().started,
      started_ms: this.state.started_ms ?? Date.now(),
      ended_ms: null,
    });
    this.#write({ kind: 'status', status: 'RUNNING', reason: null });
    this.#snapshot(true);
  }

  job(key: string): JobRecord {
    return this.#jobs.get(key) as JobRecord;
  }

  /** Changes what is known of a job. */
  update(key: string, change: Partial<JobRecord>): void {
    const job = Object.assign(this.job(key), change);
    this.#write({ kind: 'job', job: { ...job } });
  }

  /** Something worth reading. */
  line(text: string): void {
    this.#write({ kind: 'line', text });
  }

  end(status: OrchestrationState['status'], reason: string | null): void {
    this.state.ended_ms = Date.now();
    this.#write({ kind: 'status', status, reason });
    clearTimeout(this.#timer);
    this.#snapshot(true);
  }

  /** @returns how to stop listening */
  listen(listener: (event: OrchestrationEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #write(occurrence: Occurrence): void {
    const event = { time_ms: Date.now(), ...occurrence } as OrchestrationEvent;
    if (event.kind === 'status') Object.assign(this.state, { status: event.status, reason: event.reason });
    const line = `${JSON.stringify(event)}\n`;
    unlessFull(() => {
      appendFileSync(this.folder.file('events.jsonl'), line);
      this.state.offset += Buffer.byteLength(line);
    });
    for (const listener of this.#listeners) listener(event);
    this.#timer ??= setTimeout(() => this.#snapshot(false), SNAPSHOT_MS);
  }

  #snapshot(durable: boolean): void {
    this.#timer = undefined;
    unlessFull(() => {
      if (durable) return this.folder.writeState(this.state);
      const file = this.folder.file('state.json');
      writeFileSync(`${file}.next`, JSON.stringify(this.state));
      return renameSync(`${file}.next`, file);
    });
  }
}

/** Jobs go on where the disk is full, and only what is told of them is lost. */
function unlessFull(write: () => void): void {
  try {
    write();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
  }
}
