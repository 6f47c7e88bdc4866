import { join } from 'node:path';
import { openStudyStore, type StudyStore } from '@orrery/sweeps';
import { Checksums } from './catalog/checksum.ts';
import { verifyDataset } from './catalog/verify.ts';
import type { RunContext } from './context.ts';
import { earlierJobs } from './job/folder.ts';
import { JobLocks } from './job/locks.ts';
import { finishOrphans } from './job/orphans.ts';
import type { Plan } from './manifest/load.ts';
import { ManifestError } from './manifest/problem.ts';
import type { Request } from './orchestration/folder.ts';
import { type KeyedJob, keyedJobs, newRecord } from './orchestration/job-records.ts';
import type { OrchestrationRecord } from './orchestration/record.ts';
import { runPlain } from './orchestration/run-plain.ts';
import { runSearch } from './orchestration/run-search.ts';
import { hasEnded, type OrchestrationStatus } from './orchestration/state.ts';
import { replaySpool } from './spool/replay.ts';

const REQUESTS_EVERY_MS = 300;

/** What one job of an orchestration has at hand. */
export interface JobContext {
  context: RunContext;
  record: OrchestrationRecord;
  checksums: Checksums;
  studies: StudyStore;
  locks: JobLocks;
  /** Hashes of the jobs that are left out, as they have finished before. */
  completed: Set<unknown>;
}

/**
 * Runs the jobs of a plan, and the sweeps where the manifest asks for them, and writes down what happens. Takes
 * requests meanwhile: to cancel a job or all of it, to run a job again.
 *
 * @returns how many runs are in the spool, for the tracking server to get later
 * @throws ManifestError where a dataset is not what it was when it was added
 */
export async function runManifest(
  context: RunContext,
  plan: Plan,
  record: OrchestrationRecord,
): Promise<number> {
  const keyed = keyedJobs(plan);
  const { experiment_name } = plan.manifest.globals;
  const fresh = record.state.jobs.length === 0;
  const checksums = new Checksums(join(context.storeDir, 'cache', 'checksums.json'));
  record.begin(keyed.map((job) => newRecord(job, experiment_name)));
  const studies = await openStudyStore(context.studyDatabase);
  const locks = new JobLocks(context);
  try {
    if (fresh) await verifyAll(plan, checksums);
    const orphans = await finishOrphans(context);
    if (orphans > 0) record.line(`closed ${orphans} runs of an orchestrator that died`);
    const completed = plan.manifest.globals.skip_completed ? completedJobs(context) : new Set();
    const shared = { context, record, checksums, studies, locks, completed };
    const run = new ManifestRun(shared, keyed);
    await run.untilDone(fresh);
    const spool = await replaySpool(context.storeDir, context.client.uri, (message) => record.line(message));
    const [status, reason] = run.verdict();
    record.end(status, reason);
    return spool.left + spool.busy;
  } catch (error) {
    record.end('FAILED', (error as Error).message);
    throw error;
  } finally {
    locks.release();
    await studies.close();
  }
}

/** Hashes of the jobs of this experiment that have finished. */
function completedJobs({ storeDir, manifest }: RunContext): Set<unknown> {
  const jobs = earlierJobs(storeDir, manifest.globals.experiment_name);
  return new Set(jobs.filter(({ state }) => state.status === 'FINISHED').map(({ state }) => state.job));
}

async function verifyAll(plan: Plan, checksums: Checksums): Promise<void> {
  const datasets = new Map(plan.jobs.map(({ dataset }) => [dataset.folder, dataset]));
  const problems = [];
  for (const dataset of datasets.values()) problems.push(...(await verifyDataset(dataset, checksums)));
  if (problems.length > 0) throw new ManifestError(problems);
}

/** The jobs that run, and how each is stopped. */
class ManifestRun {
  readonly #shared: JobContext;
  readonly #jobs: Map<string, KeyedJob>;
  readonly #running = new Map<string, AbortController>();
  readonly #stopAll = new AbortController();
  #oneIsDone = () => {};

  constructor(shared: JobContext, keyed: KeyedJob[]) {
    this.#shared = shared;
    this.#jobs = new Map(keyed.map((job) => [job.key, job]));
  }

  /** @param all start every job, not only those that are asked for */
  async untilDone(all: boolean): Promise<void> {
    if (all) for (const job of this.#jobs.values()) this.#start(job);
    else {
      const asked = this.#shared.record.folder.takeRequests();
      for (const request of asked) if (request.kind === 'retry') this.#retry(request);
    }
    const requests = setInterval(() => this.#answer(), REQUESTS_EVERY_MS);
    try {
      while (this.#running.size > 0) {
        await new Promise<void>((wake) => {
          this.#oneIsDone = wake;
        });
        this.#answer();
      }
    } finally {
      clearInterval(requests);
    }
  }

  verdict(): [status: OrchestrationStatus, reason: string | null] {
    const { context, record } = this.#shared;
    const stopped = [context.cancelled, this.#stopAll.signal].find(({ aborted }) => aborted);
    if (stopped) return ['KILLED', String(stopped.reason)];
    const { jobs } = record.state;
    const unfinished = jobs.filter(({ status }) => status !== 'FINISHED' && status !== 'SKIPPED');
    return unfinished.length === 0
      ? ['FINISHED', null]
      : ['FAILED', `${unfinished.length} of ${jobs.length} did not finish`];
  }

  #start(job: KeyedJob): void {
    const { context, record } = this.#shared;
    const stop = new AbortController();
    const cancelled = AbortSignal.any([context.cancelled, this.#stopAll.signal, stop.signal]);
    const { metrics } = job.planned.entry;
    const own: RunContext = {
      ...context,
      cancelled,
      manifest: { ...context.manifest, globals: { ...context.manifest.globals, metrics } },
    };
    if (hasEnded(record.job(job.key).status)) {
      record.update(job.key, {
        status: 'QUEUED',
        reason: null,
        run_id: null,
        step: 0,
        value: null,
        ended_ms: null,
      });
    }
    const shared = { ...this.#shared, context: own };
    const work = job.kind === 'sweep' ? runSearch(shared, job) : runPlain(shared, job);
    void work
      .catch((error: unknown) => {
        record.update(job.key, { status: 'FAILED', reason: (error as Error).message, ended_ms: Date.now() });
      })
      .finally(() => {
        if (this.#running.get(job.key) === stop) this.#running.delete(job.key);
        this.#oneIsDone();
      });
    this.#running.set(job.key, stop);
  }

  /** Where all of it is stopped, what is asked then is left for the next process. */
  #answer(): void {
    if (this.#stopAll.signal.aborted) return;
    for (const request of this.#shared.record.folder.takeRequests()) {
      if (request.kind === 'cancel') this.#cancel(request);
      else this.#retry(request);
    }
  }

  #cancel({ job, by }: Request): void {
    const { record } = this.#shared;
    const reason = `cancelled by ${by}`;
    if (job === undefined) {
      record.line(reason);
      this.#stopAll.abort(reason);
    } else this.#running.get(job)?.abort(reason);
    for (const { key, status } of record.state.jobs) {
      if (status === 'QUEUED' && (job ?? key) === key)
        record.update(key, { status: 'KILLED', reason, ended_ms: Date.now() });
    }
  }

  /** A job that is asked for, or all that did not finish. */
  #retry({ job }: Request): void {
    for (const { key, status } of [...this.#shared.record.state.jobs]) {
      const wanted = job === undefined ? status === 'FAILED' || status === 'KILLED' : key === job;
      const keyed = this.#jobs.get(key);
      if (wanted && keyed && (hasEnded(status) || !this.#running.has(key))) this.#start(keyed);
    }
  }
}
