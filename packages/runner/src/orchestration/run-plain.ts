import { verifyDataset } from '../catalog/verify.ts';
import type { RunContext } from '../context.ts';
import { type Job, type JobOutcome, jobHash } from '../job/job.ts';
import { type JobWatch, runJob } from '../job/run-job.ts';
import type { PlannedJob } from '../manifest/load.ts';
import type { JobContext } from '../run-manifest.ts';
import { memoryOf } from '../slots.ts';
import type { KeyedJob } from './job-records.ts';

/** How often the progress of a job is written down, at most. */
const PROGRESS_MS = 1000;

/** Runs one job of a manifest, unless it is complete, cancelled while it waits, or another process has it. */
export async function runPlain(shared: JobContext, { key, planned }: KeyedJob): Promise<void> {
  const { context, record, checksums, completed, locks } = shared;
  const job = plainJob(context, planned);
  const end = (status: 'SKIPPED' | 'KILLED' | 'FAILED', reason: string) =>
    record.update(key, { status, reason, ended_ms: Date.now() });
  if (completed.has(jobHash(job))) {
    context.reporter.line(`${job.runName}: skipped, it is complete`);
    return end('SKIPPED', 'it is complete');
  }
  await context.slots.use(async () => {
    if (context.cancelled.aborted) {
      if (record.job(key).status === 'QUEUED') end('KILLED', String(context.cancelled.reason));
      return;
    }
    const owner = locks.takeJob(job);
    if (owner !== null) {
      context.reporter.line(`${job.runName}: skipped, process ${owner} has it already`);
      return end('SKIPPED', `process ${owner} has it already`);
    }
    const [changed] = await verifyDataset(job.dataset, checksums);
    if (changed) return end('FAILED', `${changed.file} ${changed.message}`);
    await runWithRetries(shared, key, job);
  }, memoryOf(job));
}

/** Runs a job, and again where it fails, each time as a run of its own that names the one before. */
async function runWithRetries(shared: JobContext, key: string, job: Job): Promise<void> {
  const { context, record } = shared;
  let outcome = await runOnce(shared, key, job);
  for (let attempt = 1; attempt <= job.retries; attempt++) {
    if (outcome.status !== 'FAILED' || context.cancelled.aborted) break;
    context.reporter.line(`${job.runName}: ${outcome.reason}; once more (${attempt} of ${job.retries})`);
    const tags = { ...job.tags, 'orrery.retry_of': outcome.runId, 'orrery.attempt': String(attempt + 1) };
    outcome = await runOnce(shared, key, { ...job, tags });
  }
  const value = outcome.metrics[record.job(key).metric] ?? null;
  const shown =
    outcome.reason ??
    (value === null ? outcome.status : `${record.job(key).metric} = ${value.toPrecision(4)}`);
  record.update(key, {
    status: outcome.status as 'FINISHED',
    reason: outcome.reason,
    value: value ?? record.job(key).value,
    ended_ms: Date.now(),
  });
  context.reporter.line(`${job.runName}: ${shown}, ${outcome.seconds.toFixed(1)} s`);
}

async function runOnce({ context, record }: JobContext, key: string, job: Job): Promise<JobOutcome> {
  record.update(key, {
    status: 'RUNNING',
    reason: null,
    attempt: record.job(key).attempt + 1,
    step: 0,
    value: null,
    started_ms: Date.now(),
    ended_ms: null,
  });
  const { metric } = record.job(key);
  let told = 0;
  const watch: JobWatch = {
    onOpen: (runId, experimentId) =>
      record.update(key, { run_id: runId, experiment_id: experimentId || null }),
    onMetrics({ step, metrics }) {
      const seen = { step: step + 1, ...latest(metrics, metric) };
      if (Date.now() - told < PROGRESS_MS) Object.assign(record.job(key), seen);
      else {
        told = Date.now();
        record.update(key, seen);
      }
      return null;
    },
  };
  return runJob(context, job, watch);
}

function latest(metrics: { key: string; value: number }[], name: string): { value?: number } {
  const found = metrics.find(({ key }) => key === name);
  return found ? { value: found.value } : {};
}

function plainJob(context: RunContext, planned: PlannedJob): Job {
  const { name, dataset, model, params, preprocessing, entry, executor, resources, kubernetes } = planned;
  return {
    runName: name,
    dataset,
    model,
    params,
    preprocessing,
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
