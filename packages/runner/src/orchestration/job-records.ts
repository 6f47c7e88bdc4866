import type { Plan, PlannedJob } from '../manifest/load.ts';
import { studyName } from '../sweep/run-sweep.ts';
import type { JobRecord } from './state.ts';

/** Hyperparameters that say how many steps a job takes. */
const STEPS = ['epochs', 'max_epochs', 'num_epochs', 'n_epochs', 'num_train_epochs', 'max_steps', 'steps'];

/** A planned job under the key of its record: a job is run once, a sweep is searched. */
export interface KeyedJob {
  key: string;
  kind: JobRecord['kind'];
  planned: PlannedJob;
}

/** The jobs of a plan, then its sweeps; keys are the same each time that the same manifest is read. */
export function keyedJobs(plan: Plan): KeyedJob[] {
  const keyed = (kind: JobRecord['kind']) =>
    plan.jobs.flatMap((planned, index) =>
      (kind === 'job' ? planned.plain : planned.swept)
        ? [{ key: `${kind}-${index + 1}`, kind, planned }]
        : [],
    );
  return [...keyed('job'), ...keyed('sweep')];
}

export function newRecord({ key, kind, planned }: KeyedJob, experiment: string): JobRecord {
  const { name, dataset, model, params, executor, entry } = planned;
  const sweep = kind === 'sweep';
  return {
    key,
    kind,
    name,
    dataset: dataset.slug,
    model: model.slug,
    executor,
    params,
    status: 'QUEUED',
    reason: null,
    run_id: null,
    experiment_id: null,
    attempt: 0,
    metric: entry.metrics.primary,
    value: null,
    step: 0,
    steps: sweep ? entry.sweep.n_trials : stepsOf(params),
    study: sweep ? studyName(experiment, planned) : null,
    trials: sweep ? { running: 0, complete: 0, pruned: 0, failed: 0 } : null,
    started_ms: null,
    ended_ms: null,
  };
}

function stepsOf(params: Record<string, unknown>): number | null {
  const steps = STEPS.map((name) => params[name]).find((value) => typeof value === 'number');
  return typeof steps === 'number' && steps > 0 ? steps : null;
}
