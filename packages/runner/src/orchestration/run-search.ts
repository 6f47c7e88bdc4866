import type { RunContext } from '../context.ts';
import type { JobContext } from '../run-manifest.ts';
import { runSweep, studyName } from '../sweep/run-sweep.ts';
import { trialsLeft } from '../sweep/trial-loop.ts';
import type { KeyedJob } from './job-records.ts';
import type { TrialCounts } from './state.ts';

/** Runs one sweep of a manifest, and keeps its record in step with its trials. */
export async function runSearch(shared: JobContext, { key, planned }: KeyedJob): Promise<void> {
  const { context, record, studies, locks } = shared;
  const name = studyName(context.manifest.globals.experiment_name, planned);
  const owner = locks.takeSweep(name);
  if (owner !== null) {
    context.reporter.line(`${name}: skipped, process ${owner} has it already`);
    record.update(key, {
      status: 'SKIPPED',
      reason: `process ${owner} has it already`,
      ended_ms: Date.now(),
    });
    return;
  }
  const left = await trialsLeft(studies, name, planned.entry.sweep.n_trials);
  const attempt = record.job(key).attempt + 1;
  record.update(key, { attempt, step: planned.entry.sweep.n_trials - left });
  const outcome = await runSweep(counting(shared, key), planned, studies);
  const { COMPLETE: complete, PRUNED: pruned, FAIL: failed } = outcome.counts;
  const killed = context.cancelled.aborted;
  record.update(key, {
    status: left === 0 ? 'SKIPPED' : killed ? 'KILLED' : outcome.best ? 'FINISHED' : 'FAILED',
    reason:
      left === 0
        ? 'it is complete'
        : killed
          ? String(context.cancelled.reason)
          : outcome.best
            ? null
            : 'no trial was complete',
    value: outcome.best?.value ?? null,
    step: complete + pruned + failed,
    trials: { running: 0, complete, pruned, failed },
    ended_ms: Date.now(),
  });
}

/** A context whose reporter counts the trials that begin and end. */
function counting({ context, record }: JobContext, key: string): RunContext {
  const change = (by: (trials: TrialCounts) => TrialCounts, ended: number) => {
    const job = record.job(key);
    record.update(key, {
      ...(job.status === 'QUEUED' && { status: 'RUNNING', started_ms: Date.now() }),
      trials: by(job.trials as TrialCounts),
      step: job.step + ended,
    });
  };
  return {
    ...context,
    reporter: {
      ...context.reporter,
      begin: () => change((trials) => ({ ...trials, running: trials.running + 1 }), 0),
      end: () => change((trials) => ({ ...trials, running: trials.running - 1 }), 1),
    },
  };
}
