import { join } from 'node:path';
import { openStudyStore, type StudyStore } from '@orrery/sweeps';
import type { RunContext } from './context.ts';
import { earlierJobs } from './job/folder.ts';
import { type Job, type JobOutcome, jobHash } from './job/job.ts';
import { JobLocks } from './job/locks.ts';
import { finishOrphans } from './job/orphans.ts';
import { runJob } from './job/run-job.ts';
import type { Plan, PlannedJob } from './manifest/load.ts';
import { memoryOf } from './slots.ts';
import { replaySpool } from './spool/replay.ts';
import { runSweep, type SweepOutcome, studyName, trialsLeft } from './sweep/run-sweep.ts';

export interface ManifestOutcome {
  jobs: { name: string; outcome: JobOutcome | 'skipped' }[];
  sweeps: (SweepOutcome & { skipped: boolean })[];
  /** Runs that are in the spool, for the tracking server to get later. */
  spooled: number;
}

/** Runs every job of a plan, and the sweeps where the manifest asks for them. */
export async function runManifest(context: RunContext, plan: Plan): Promise<ManifestOutcome> {
  const { globals } = context.manifest;
  const store = openStudyStore(join(context.storeDir, 'optuna.db'));
  const locks = new JobLocks(context);
  try {
    const jobs = globals.run_user_params ? plan.jobs.map((planned) => plainJob(context, planned)) : [];
    const sweeps = globals.run_gridsearch
      ? plan.jobs.filter(({ space }) => Object.keys(space).length > 0)
      : [];
    const orphans = await finishOrphans(context);
    if (orphans > 0) context.reporter.line(`closed ${orphans} runs of an orchestrator that died`);
    const completed = globals.skip_completed ? completedJobs(context) : new Set();
    const done = new Set(jobs.filter((job) => completed.has(jobHash(job))));
    context.reporter.expect(jobs.length - done.size);
    for (const planned of sweeps) context.reporter.expect(left(context, planned, store));

    const running = jobs.map(async (job) => {
      if (done.has(job)) context.reporter.line(`${job.runName}: skipped, it is complete`);
      return {
        name: job.runName,
        outcome: done.has(job) ? ('skipped' as const) : await runPlain(context, job, locks),
      };
    });
    const sweeping = sweeps.map(async (planned) => {
      const skipped = left(context, planned, store) === 0;
      const name = studyName(globals.experiment_name, planned);
      const owner = locks.takeSweep(name);
      if (owner !== null) {
        context.reporter.line(`${name}: skipped, process ${owner} has it already`);
        return [];
      }
      const outcome = await runSweep(context, planned, store);
      return [{ ...outcome, skipped }];
    });
    const outcome = { jobs: await Promise.all(running), sweeps: (await Promise.all(sweeping)).flat() };
    const spool = await replaySpool(context.storeDir, context.client.uri, (message) =>
      context.reporter.line(message),
    );
    return { ...outcome, spooled: spool.left + spool.busy };
  } finally {
    locks.release();
    store.close();
  }
}

async function runPlain(context: RunContext, job: Job, locks: JobLocks): Promise<JobOutcome | 'skipped'> {
  return context.slots.use(async () => {
    if (context.cancelled.aborted) {
      return { runId: '', status: 'KILLED', metrics: {}, reason: 'not started', seconds: 0 };
    }
    const owner = locks.takeJob(job);
    if (owner !== null) {
      context.reporter.line(`${job.runName}: skipped, process ${owner} has it already`);
      return 'skipped';
    }
    context.reporter.begin();
    const outcome = await runWithRetries(context, job);
    context.reporter.end();
    const { primary } = context.manifest.globals.metrics;
    const value = outcome.metrics[primary];
    const shown =
      outcome.reason ?? (value === undefined ? outcome.status : `${primary} = ${value.toPrecision(4)}`);
    context.reporter.line(`${job.runName}: ${shown}, ${outcome.seconds.toFixed(1)} s`);
    return outcome;
  }, memoryOf(job));
}

/** Runs a job, and again where it fails, each time as a run of its own that names the one before. */
async function runWithRetries(context: RunContext, job: Job): Promise<JobOutcome> {
  let outcome = await runJob(context, job);
  for (let attempt = 1; attempt <= job.retries; attempt++) {
    if (outcome.status !== 'FAILED' || context.cancelled.aborted) break;
    context.reporter.line(`${job.runName}: ${outcome.reason}; once more (${attempt} of ${job.retries})`);
    const tags = { ...job.tags, 'orrery.retry_of': outcome.runId, 'orrery.attempt': String(attempt + 1) };
    outcome = await runJob(context, { ...job, tags });
  }
  return outcome;
}

function plainJob(
  context: RunContext,
  { dataset, model, params, entry, executor, resources, kubernetes }: PlannedJob,
): Job {
  return {
    runName: `${dataset.slug}/${model.slug}`,
    dataset,
    model,
    params,
    seed: context.manifest.globals.random_seed,
    timeout: entry.timeout,
    executor,
    resources,
    kubernetes,
    retries: entry.retries,
    tags: { 'orrery.kind': 'job' },
    folderPrefix: '',
  };
}

/** Hashes of the jobs of this experiment that have finished. */
function completedJobs({ storeDir, manifest }: RunContext): Set<unknown> {
  const jobs = earlierJobs(storeDir, manifest.globals.experiment_name);
  return new Set(jobs.filter(({ state }) => state.status === 'FINISHED').map(({ state }) => state.job));
}

function left(context: RunContext, planned: PlannedJob, store: StudyStore): number {
  return trialsLeft(
    store,
    studyName(context.manifest.globals.experiment_name, planned),
    planned.entry.sweep.n_trials,
  );
}
