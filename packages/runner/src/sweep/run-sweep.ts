import { hostname } from 'node:os';
import { FOLDER_TAG, newRunId } from '@orrery/core';
import { makePruner, makeSampler, Study, type StudyStore, type Trial } from '@orrery/sweeps';
import { isAlive } from '../alive.ts';
import type { RunContext } from '../context.ts';
import { sweepFolder } from '../job/folder.ts';
import type { Job, JobOutcome } from '../job/job.ts';
import { runJob } from '../job/run-job.ts';
import { flattenParams } from '../job/tags.ts';
import type { PlannedJob } from '../manifest/load.ts';
import { memoryOf } from '../slots.ts';
import { RunRecorder } from '../spool/recorder.ts';

export interface SweepOutcome {
  study: string;
  /** Trials by state. */
  counts: { COMPLETE: number; PRUNED: number; FAIL: number };
  best: { number: number; value: number; params: Record<string, unknown> } | null;
}

const RUN_ID = 'mlflow.run_id';
const EXPERIMENT_ID = 'mlflow.experiment_id';
const PID = 'orrery.pid';
const HOST = 'orrery.host';
/** A trial of another machine that gave no sign of life for two minutes has failed. */
const HEARTBEAT = { interval: 60 };

export function studyName(experiment: string, { entry }: PlannedJob): string {
  return `${experiment}__${entry.dataset_slug}__${entry.model_name}`;
}

/** Trials of a study that are still to be run. */
export async function trialsLeft(store: StudyStore, name: string, wanted: number): Promise<number> {
  const found = await store.findStudy(name);
  if (!found) return wanted;
  const { COMPLETE, PRUNED, FAIL } = (await store.getSummary(found.studyId)).counts;
  return Math.max(0, wanted - COMPLETE - PRUNED - FAIL);
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
  const settings = planned.entry.sweep;
  const name = studyName(globals.experiment_name, planned);
  const found = await store.findStudy(name);
  const earlier = found ? (await store.getTrials(found.studyId)).length : 0;
  const study = await Study.open({
    store,
    name,
    direction: globals.metrics.direction,
    sampler: makeSampler(settings.sampler, globals.random_seed + earlier),
    pruner: makePruner(settings.pruner),
    heartbeat: HEARTBEAT,
  });
  await failOrphans(study);
  const parent = await openParent(context, planned, study);

  const deadline =
    settings.timeout === null ? Number.POSITIVE_INFINITY : performance.now() + settings.timeout * 1000;
  let left = await trialsLeft(store, name, settings.n_trials);
  const worker = async () => {
    while (left > 0 && performance.now() < deadline && !context.cancelled.aborted) {
      left--;
      if (await study.isExhausted(planned.space)) return;
      await context.slots.use(() => runTrial(context, planned, study, parent.runId), memoryOf(planned));
    }
  };
  await Promise.all(Array.from({ length: settings.parallel }, worker));
  return closeParent(context, study, parent);
}

/** Trials whose orchestrator died will not end any more. */
async function failOrphans(study: Study): Promise<void> {
  for (const trial of await study.trials('RUNNING')) {
    const { [PID]: pid, [HOST]: host } = trial.userAttrs;
    const isHere = host === undefined || host === hostname();
    if (isHere && typeof pid === 'number' && pid !== process.pid && !isAlive(pid)) {
      await study.store.finishTrial(trial.trialId, 'FAIL', null);
    }
  }
}

interface Parent {
  runId: string;
  recorder: RunRecorder;
}

async function openParent(context: RunContext, planned: PlannedJob, study: Study): Promise<Parent> {
  const { name, dataset, model } = planned;
  const known = (await study.store.getStudy(study.id)).userAttrs[RUN_ID];
  const runId = typeof known === 'string' ? known : newRunId();
  const { client, storeDir } = context;
  const { experiment_name, metrics } = context.manifest.globals;
  const folder = sweepFolder(storeDir, experiment_name, `${dataset.slug}__${model.slug}`, runId);
  const warn = (message: string, known: boolean) => {
    if (!known) context.reporter.line(`${study.name}: ${message}`);
  };
  const recorder = new RunRecorder({ client, storeDir, runId, folder, warn });
  const tags = {
    'mlflow.user': context.source.user,
    'mlflow.source.name': context.source.name,
    'mlflow.source.type': 'JOB',
    ...(context.source.gitCommit && { 'mlflow.source.git.commit': context.source.gitCommit }),
    'orrery.dataset': dataset.slug,
    'orrery.model': model.slug,
    'orrery.kind': 'sweep',
    'orrery.study_id': String(study.id),
    'orrery.study_name': study.name,
    [FOLDER_TAG]: folder,
  };
  await recorder.record(
    {
      kind: 'create',
      experiment: experiment_name,
      experimentTags: [
        { key: 'orrery.primary_metric', value: metrics.primary },
        { key: 'orrery.direction', value: metrics.direction },
      ],
      runId,
      runName: `${name} sweep`,
      userId: context.source.user,
      startTime: Date.now(),
      tags: Object.entries(tags).map(([key, value]) => ({ key, value })),
    },
    { kind: 'update', status: 'RUNNING' },
  );
  const target = recorder.target ?? { runId, experimentId: '' };
  await study.store.setStudyUserAttr(study.id, RUN_ID, target.runId);
  await study.store.setStudyUserAttr(study.id, EXPERIMENT_ID, target.experimentId);
  return { runId: target.runId, recorder };
}

async function runTrial(
  context: RunContext,
  planned: PlannedJob,
  study: Study,
  parentRunId: string,
): Promise<void> {
  if (context.cancelled.aborted) return;
  const trial = await study.ask(planned.space);
  await trial.setUserAttr(HOST, hostname());
  await trial.setUserAttr(PID, process.pid);
  const { primary } = context.manifest.globals.metrics;
  let last: number | undefined;
  let pruned = false;
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
      if (pruned || !(await trial.shouldPrune())) return null;
      pruned = true;
      return `pruned at step ${step} by the ${study.pruner.name} pruner`;
    },
  });
  await tell(
    trial,
    outcome,
    outcome.metrics[primary] ?? last,
    primary,
    pruned && outcome.status === 'KILLED',
  );
  const value = outcome.metrics[primary] ?? last;
  const shown = outcome.reason ?? `${primary} = ${value?.toPrecision(4)}`;
  context.reporter.end();
  context.reporter.line(`${study.name} trial ${trial.number}: ${shown}, ${outcome.seconds.toFixed(1)} s`);
}

async function tell(
  trial: Trial,
  outcome: JobOutcome,
  value: number | undefined,
  primary: string,
  pruned: boolean,
): Promise<void> {
  if (pruned) await trial.tell('PRUNED');
  else if (outcome.status === 'FINISHED' && value !== undefined) await trial.tell('COMPLETE', value);
  else {
    await trial.setUserAttr('orrery.reason', outcome.reason ?? `the job logged no '${primary}'`);
    await trial.tell('FAIL');
  }
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

async function closeParent(context: RunContext, study: Study, { recorder }: Parent): Promise<SweepOutcome> {
  const { counts } = await study.store.getSummary(study.id);
  const best = await study.best();
  const value = best?.values?.[0];
  if (best && value !== undefined) {
    const { primary } = context.manifest.globals.metrics;
    const tags = flattenParams(best.params).map(({ key, value }) => ({ key: `best.${key}`, value }));
    await recorder.record({
      kind: 'log',
      tags: [...tags, { key: 'best.trial_number', value: String(best.number) }],
      metrics: [{ key: primary, value, timestamp: Date.now(), step: best.number }],
    });
  }
  const status = context.cancelled.aborted ? 'KILLED' : counts.COMPLETE > 0 ? 'FINISHED' : 'FAILED';
  await recorder.record({ kind: 'update', status, endTime: Date.now() });
  await recorder.close();
  return {
    study: study.name,
    counts: { COMPLETE: counts.COMPLETE, PRUNED: counts.PRUNED, FAIL: counts.FAIL },
    best: best && value !== undefined ? { number: best.number, value, params: best.params } : null,
  };
}
