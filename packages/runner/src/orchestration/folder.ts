import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { OrreryError } from '@orrery/core';
import { isSameProcess } from '../alive.ts';
import { readJson, writeJson } from '../json-file.ts';
import { LockFile } from '../lock-file.ts';
import { hasEnded, type OrchestrationState } from './state.ts';

/** A process that was asked to start and has not written its pid by then never will. */
const START_PATIENCE_MS = 60_000;

/** What is asked of an orchestration from outside; `job` absent for all of it. */
export interface Request {
  kind: 'cancel' | 'retry';
  job?: string | undefined;
  /** Who asks, for the reason that is recorded. */
  by: string;
}

/** What is known of an orchestration before it starts. */
export type NewOrchestration = Pick<
  OrchestrationState,
  'catalog' | 'metrics' | 'experiment' | 'manifest_file' | 'options' | 'user' | 'via'
>;

/** `store/orchestrations/<id>/`: all that there is to know about the run of one manifest, whoever started it. */
export class OrchestrationFolder {
  readonly id: string;
  readonly path: string;
  readonly #storeDir: string;

  private constructor(storeDir: string, id: string) {
    this.id = id;
    this.#storeDir = storeDir;
    this.path = join(storeDir, 'orchestrations', id);
  }

  /** Ids of all orchestrations of a store, the newest first. */
  static list(storeDir: string): string[] {
    const folder = join(storeDir, 'orchestrations');
    return existsSync(folder) ? readdirSync(folder).filter(isId).sort().reverse() : [];
  }

  /** @throws OrreryError RESOURCE_DOES_NOT_EXIST */
  static open(storeDir: string, id: string): OrchestrationFolder {
    const folder = new OrchestrationFolder(storeDir, id);
    if (!isId(id) || !existsSync(folder.path))
      throw new OrreryError('RESOURCE_DOES_NOT_EXIST', `No orchestration '${id}' in this store.`);
    return folder;
  }

  /** A new one, which nothing runs yet. */
  static create(
    storeDir: string,
    manifest: string,
    { catalog, metrics, experiment, manifest_file, options, user, via }: NewOrchestration,
  ): OrchestrationFolder {
    const now = new Date();
    const day = now.toISOString().replace(/[-:]/g, '').replace('T', '-').slice(0, 15);
    const folder = new OrchestrationFolder(storeDir, `${day}-${randomBytes(4).toString('hex')}`);
    mkdirSync(join(folder.path, 'requests'), { recursive: true });
    writeFileSync(folder.file('manifest.yaml'), manifest);
    writeFileSync(folder.file('events.jsonl'), '');
    folder.writeState({
      id: folder.id,
      experiment,
      manifest_file,
      catalog,
      metrics,
      options,
      user,
      via,
      status: 'QUEUED',
      reason: null,
      pid: null,
      pid_started: null,
      host: hostname(),
      created_ms: now.getTime(),
      launched_ms: now.getTime(),
      started_ms: null,
      ended_ms: null,
      offset: 0,
      jobs: [],
    });
    return folder;
  }

  /** Marks it as about to be run, by a process that is only being started. */
  queue(): void {
    const state = this.readState();
    if (!state) return;
    this.writeState({
      ...state,
      status: 'QUEUED',
      reason: null,
      pid: null,
      pid_started: null,
      launched_ms: Date.now(),
    });
  }

  /** Marks it as ended before its jobs began, or while they ran. */
  fail(reason: string): void {
    const state = readJson<OrchestrationState>(this.file('state.json'));
    if (state) this.writeState({ ...state, status: 'FAILED', reason, ended_ms: Date.now() });
  }

  /** Whether a living process has it. */
  isTaken(): boolean {
    return this.lock().owner() !== null;
  }

  /** For the one process that runs it. */
  lock(): LockFile {
    return LockFile.in(this.#storeDir, `orchestration-${this.id}`);
  }

  file(name: string): string {
    return join(this.path, name);
  }

  manifest(): string {
    return readFileSync(this.file('manifest.yaml'), 'utf8');
  }

  /** The state as it is on disk; one whose process is gone is told as KILLED. */
  readState(): OrchestrationState | null {
    const state = readJson<OrchestrationState>(this.file('state.json'));
    if (!state || hasEnded(state.status) || this.isRun(state)) return state;
    const reason = state.pid
      ? `its orchestrator, process ${state.pid}, died`
      : 'its orchestrator did not start';
    const jobs = state.jobs.map((job) =>
      hasEnded(job.status) ? job : { ...job, status: 'KILLED' as const, reason, ended_ms: job.ended_ms },
    );
    return { ...state, status: 'KILLED', reason, jobs };
  }

  writeState(state: OrchestrationState): void {
    writeJson(this.file('state.json'), state);
  }

  /** Whether a process runs it, or is about to. */
  isRun({ pid, pid_started, host, launched_ms }: OrchestrationState): boolean {
    if (host !== hostname()) return true;
    if (pid === null) return Date.now() - launched_ms < START_PATIENCE_MS;
    return isSameProcess({ pid, started: pid_started });
  }

  /** Leaves a request for the process that runs it. */
  ask(request: Request): void {
    const name = `${Date.now()}-${randomBytes(4).toString('hex')}.json`;
    mkdirSync(this.file('requests'), { recursive: true });
    writeJson(join(this.file('requests'), name), request);
  }

  /** Takes what was asked, in order; each is given once. */
  takeRequests(): Request[] {
    const folder = this.file('requests');
    if (!existsSync(folder)) return [];
    const names = readdirSync(folder).filter((name) => name.endsWith('.json'));
    return names.sort().flatMap((name) => {
      const request = readJson<Request>(join(folder, name));
      rmSync(join(folder, name), { force: true });
      return request ? [request] : [];
    });
  }

  hasRequests(): boolean {
    const folder = this.file('requests');
    return existsSync(folder) && readdirSync(folder).some((name) => name.endsWith('.json'));
  }
}

function isId(name: string): boolean {
  return /^\d{8}-\d{6}-[0-9a-f]{8}$/.test(name);
}

export type { JobRecord, OrchestrationEvent, OrchestrationState } from './state.ts';
export { hasEnded } from './state.ts';
