import { join } from 'node:path';
import { openStudyStore, type StudyStore } from '@orrery/sweeps';
import type { RunContext } from './context.ts';
import { earlierJobs, fileName } from './job/folder.ts';
import { type Job, type JobOutcome, jobHash } from './job/job.ts';
import { runJob } from './job/run-job.ts';
import { LockFile } from './lock-file.ts';
import type { Plan, PlannedJob } from './manifest/load.ts';
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
  try {
    const jobs = globals.run_user_params ? plan.jobs.map((planned) => plainJob(context, planned)) : [];
    const sweeps = globals.run_gridsearch
      ? plan.jobs.filter(({ space }) => Object.keys(space).length > 0)
      : [];
    const done = new Set(globals.skip_completed ? jobs.filter((job) => isCompleted(context, job)) : []);
    context.reporter.expect(jobs.length - done.size);
    for (const planned of sweeps) context.reporter.expect(left(context, planned, store));

    const running = jobs.map(async (job) => {
      if (done.has(job)) context.reporter.line(`${job.runName}: skipped, it is complete`);
      return {
        name: job.runName,
        outcome: done.has(job) ? ('skipped' as const) : await runPlain(context, job),
      };
    });
    const sweeping = sweeps.map(async (planned) => {
      const skipped = left(context, planned, store) === 0;
      const outcome = await runSweep(context, planned, store);
      return { ...outcome, skipped };
    });
    const outcome = { jobs: await Promise.all(running), sweeps: await Promise.all(sweeping) };
    const spool = await replaySpool(context.storeDir, context.client.uri, (message) =>
      context.reporter.line(message),
    );
    return { ...outcome, spooled: spool.left + spool.busy };
  } finally {
    store.close();
  }
}

async function runPlain(context: RunContext, job: Job): Promise<JobOutcome | 'skipped'> {
  return context.slots.use(async () => {
    if (context.cancelled.aborted) {
      return { runId: '', status: 'KILLED', metrics: {}, reason: 'not started', seconds: 0 };
    }
    const lock = new LockFile(lockPath(context, job));
    if (!lock.take()) {
      context.reporter.line(`${job.runName}: skipped, process ${lock.owner()} runs it already`);
      return 'skipped';
    }
    context.reporter.begin();
    const outcome = await runWithRetries(context, job).finally(() => lock.release());
    context.reporter.end();
    const { primary } = context.manifest.globals.metrics;
    const value = outcome.metrics[primary];
    const shown =
      outcome.reason ?? (value === undefined ? outcome.status : `${primary} = ${value.toPrecision(4)}`);
    context.reporter.line(`${job.runName}: ${shown}, ${outcome.seconds.toFixed(1)} s`);
    return outcome;
  });
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

function lockPath(context: RunContext, job: Job): string {
  const experiment = fileName(context.manifest.globals.experiment_name);
  return join(context.storeDir, 'locks', `${experiment}-${jobHash(job)}.lock`);
}

function plainJob(
  context: RunContext,
  { dataset, model, params, entry, executor, resources }: PlannedJob,
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
    retries: entry.retries,
    tags: { 'orrery.kind': 'job' },
    folderPrefix: '',
  };
}

function isCompleted(context: RunContext, job: Job): boolean {
  const hash = jobHash(job);
  const { experiment_name } = context.manifest.globals;
  return earlierJobs(context.storeDir, experiment_name, job.dataset.slug, job.model.slug)
    .map((folder) => folder.readState())
    .some((state) => state?.status === 'FINISHED' && state.job === hash);
}

function left(context: RunContext, planned: PlannedJob, store: StudyStore): number {
  return trialsLeft(
    store,
    studyName(context.manifest.globals.experiment_name, planned),
    planned.entry.sweep.n_trials,
  );
}
