import { keepSettings, makePruner, makeSampler, Study, type StudyStore, type Trial } from '@orrery/sweeps';
import type { RunContext } from '../context.ts';
import { sweepFolder } from '../job/folder.ts';
import type { Job, JobOutcome } from '../job/job.ts';
import { runJob } from '../job/run-job.ts';
import type { PlannedJob } from '../manifest/load.ts';
import { memoryOf } from '../slots.ts';
import { EXPERIMENT_ID, REASON, RUN_ID } from './attributes.ts';
import { ParentRun, type SweepOutcome } from './parent-run.ts';
import { runTrials } from './trial-loop.ts';
import { claim, failOrphans, HEARTBEAT } from './workers.ts';

export function studyName(experiment: string, { entry }: PlannedJob): string {
  return `${experiment}__${entry.dataset_slug}__${entry.model_name}`;
}

/**
 * Searches the sweepable hyperparameters of one job: one study, under one parent run, a child run a trial. Goes on
 * where an earlier sweep of the same name stopped.
 */
export async function runSweep(
  context: RunContext,
  planned: PlannedJob,
  store: StudyStore,
): Promise<SweepOutcome> {
  const { globals } = context.manifest;
  const { sampler, pruner, n_trials, timeout, parallel } = planned.entry.sweep;
  const name = studyName(globals.experiment_name, planned);
  const found = await store.findStudy(name);
  const earlier = found ? (await store.getTrials(found.studyId)).length : 0;
  const study = await Study.open({
    store,
    name,
    direction: globals.metrics.direction,
    sampler: makeSampler(sampler, globals.random_seed + earlier),
    pruner: makePruner(pruner),
    heartbeat: HEARTBEAT,
  });
  await keepSettings(store, study.id, { sampler, pruner, seed: globals.random_seed });
  await failOrphans(study);
  const parent = await openParent(context, planned, study);
  const options = { trials: n_trials, timeout, parallel, space: planned.space, cancelled: context.cancelled };
  const over = await runTrials(study, options, () =>
    context.slots.use(() => runTrial(context, planned, study, parent.runId), memoryOf(planned)),
  ).catch(async (error: Error) => {
    await parent.fail(error.message);
    throw error;
  });
  if (over !== null) context.reporter.line(`${name}: no more trials, ${over}`);
  return parent.close(context.cancelled.aborted);
}

function openParent(
  context: RunContext,
  { name, dataset, model }: PlannedJob,
  study: Study,
): Promise<ParentRun> {
  const { client, storeDir, source, reporter } = context;
  const { experiment_name: experiment, metrics } = context.manifest.globals;
  return ParentRun.open(study, {
    client,
    storeDir,
    experiment,
    runName: `${name} sweep`,
    metrics: [metrics.primary],
    source,
    folderOf: (runId) => sweepFolder(storeDir, experiment, `${dataset.slug}__${model.slug}`, runId),
    tags: { 'orrery.dataset': dataset.slug, 'orrery.model': model.slug },
    warn: (message) => reporter.line(`${study.name}: ${message}`),
  });
}

async function runTrial(
  context: RunContext,
  planned: PlannedJob,
  study: Study,
  parentRunId: string,
): Promise<void> {
  if (context.cancelled.aborted) return;
  const trial = await study.ask(planned.space);
  await claim(trial);
  const { primary } = context.manifest.globals.metrics;
  let last: number | undefined;
  let pruned: string | null = null;
  const outcome = await runJob(context, trialJob(context, planned, study, trial, parentRunId), {
    async onOpen(runId, experimentId) {
      await trial.setUserAttr(RUN_ID, runId);
      await trial.setUserAttr(EXPERIMENT_ID, experimentId);
    },
    async onMetrics({ step, metrics }) {
      const value = metrics.find(({ key }) => key === primary)?.value;
      if (value === undefined) return null;
      last = value;
      await trial.report(value, step);
      if (pruned !== null || !(await trial.shouldPrune())) return null;
      pruned = `pruned at step ${step} by the ${study.pruner.name} pruner`;
      return pruned;
    },
  });
  const value = outcome.metrics[primary] ?? last;
  await tell(trial, outcome, value, primary, outcome.reason === pruned ? pruned : null);
  const shown =
    outcome.reason ?? (value === undefined ? `no '${primary}'` : `${primary} = ${value.toPrecision(4)}`);
  context.reporter.end();
  context.reporter.line(`${study.name} trial ${trial.number}: ${shown}, ${outcome.seconds.toFixed(1)} s`);
}

async function tell(
  trial: Trial,
  { status, reason }: JobOutcome,
  value: number | undefined,
  primary: string,
  pruned: string | null,
): Promise<void> {
  if (pruned === null && status === 'FINISHED' && value !== undefined) return trial.tell('COMPLETE', value);
  await trial.setUserAttr(REASON, reason ?? `the job logged no '${primary}'`);
  await trial.tell(pruned === null ? 'FAIL' : 'PRUNED');
}

function trialJob(
  context: RunContext,
  { name, dataset, model, params, preprocessing, entry, executor, resources, kubernetes }: PlannedJob,
  study: Study,
  trial: Trial,
  parentRunId: string,
): Job {
  const number = String(trial.number).padStart(4, '0');
  context.reporter.begin();
  return {
    runName: `${name} trial ${trial.number}`,
    dataset,
    model,
    params: { ...params, ...trial.params },
    preprocessing,
    seed: context.manifest.globals.random_seed,
    timeout: entry.timeout,
    executor,
    resources,
    kubernetes,
    retries: 0,
    tags: {
      'mlflow.parentRunId': parentRunId,
      'orrery.kind': 'trial',
      'orrery.study_id': String(study.id),
      'orrery.study_name': study.name,
      'orrery.trial_number': String(trial.number),
    },
    folderPrefix: `trial-${number}-`,
  };
}
