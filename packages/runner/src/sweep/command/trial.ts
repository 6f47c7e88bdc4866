import { mkdirSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { type Metric, newRunId } from '@orrery/core';
import type { FinishedState, Study, Trial } from '@orrery/sweeps';
import { type ExecContext, type ExecOutcome, execFolder, runCommand } from '../../exec/exec.ts';
import type { Guard } from '../../exec/guard.ts';
import type { ExecOptions } from '../../exec/options.ts';
import { CommandStop } from '../../exec/signals.ts';
import { askToStop } from '../../executors/executor.ts';
import { flattenParams } from '../../job/tags.ts';
import { writeJson } from '../../json-file.ts';
import { EXPERIMENT_ID, REASON, RUN_ID } from '../attributes.ts';
import { claim } from '../workers.ts';
import type { SweepEvent } from './events.ts';
import { fillCommand } from './fill.ts';
import { Objective } from './objective.ts';
import type { SweepSpec } from './spec.ts';

/** How long a command that looks for `stop.json` may go on after it. */
const PATIENCE_MS = 2000;
/** From SIGTERM to SIGKILL. */
const GRACE_MS = 10_000;
const FLUSH_MS = 200;

export interface TrialContext extends ExecContext {
  spec: SweepSpec;
  study: Study;
  parentRunId: string;
  cancelled: AbortSignal;
  /** Ends the command where this process is killed. */
  guard: Guard;
  show(event: SweepEvent): void;
}

interface End {
  state: FinishedState;
  values: number[] | null;
  reason: string | null;
}

/** Runs the command of a sweep once, as one trial and one run. */
export async function runCommandTrial(context: TrialContext): Promise<void> {
  const { spec, study, show } = context;
  const trial = await study.ask(spec.space);
  const since = performance.now();
  const end = await new CommandTrial(context, trial)
    .run()
    .catch((error: Error): End => ({ state: 'FAIL', values: null, reason: error.message }));
  if (end.reason !== null) await trial.setUserAttr(REASON, end.reason);
  await trial.tell(end.state, ...(end.values ?? []));
  show({ kind: 'end', number: trial.number, ...end, seconds: (performance.now() - since) / 1000 });
}

class CommandTrial {
  readonly #context: TrialContext;
  readonly #trial: Trial;
  readonly #runId = newRunId();
  readonly #output: string;
  readonly #objective: Objective;
  readonly #stop = new CommandStop(GRACE_MS, () => {});
  #group: number | undefined;
  #pruned: string | null = null;
  #patience: NodeJS.Timeout | undefined;
  #hasEnded = false;

  constructor(context: TrialContext, trial: Trial) {
    this.#context = context;
    this.#trial = trial;
    this.#output = join(execFolder(context.storeDir, this.#runId), 'output');
    this.#objective = new Objective(context.spec.metrics);
  }

  async run(): Promise<End> {
    const { spec, cancelled, guard, show } = this.#context;
    const trial = this.#trial;
    await claim(trial);
    this.#makeFolder();
    const cancel = () => this.#stop.stop('SIGTERM', { status: 'KILLED', reason: String(cancelled.reason) });
    if (cancelled.aborted) cancel();
    cancelled.addEventListener('abort', cancel);
    const seconds = spec.trial_timeout;
    const late = seconds
      ? setTimeout(
          () => this.#stop.stop('SIGTERM', { status: 'FAILED', reason: `timed out after ${seconds} s` }),
          seconds * 1000,
        )
      : undefined;
    const outcome = await runCommand(this.#context, this.#options(), this.#runId, this.#stop, {
      onOpen: async (id, experimentId) => {
        await Promise.all([trial.setUserAttr(RUN_ID, id), trial.setUserAttr(EXPERIMENT_ID, experimentId)]);
        show({ kind: 'begin', number: trial.number, params: trial.params, run_id: id });
      },
      onStart: ({ group }) => {
        if (group === undefined) return;
        this.#group = group;
        guard.watch(group);
      },
      onMetrics: (points) => this.#take(points),
      onExit: () => {
        this.#hasEnded = true;
        if (this.#group !== undefined) guard.leave(this.#group);
        clearTimeout(late);
        clearTimeout(this.#patience);
      },
      finish: async () => ({
        metrics: await this.#objective.takeFiles(this.#output),
        verdict: this.#pruned === null ? null : { status: 'KILLED', reason: this.#pruned },
      }),
    }).finally(() => cancelled.removeEventListener('abort', cancel));
    return this.#endOf(outcome);
  }

  /** What the command finds in its folder is what a job finds in its own. */
  #makeFolder(): void {
    const { spec } = this.#context;
    mkdirSync(this.#output, { recursive: true });
    writeJson(join(this.#output, 'job_spec.json'), {
      seed: this.#seed,
      dataset_id: '',
      dataset_name: '',
      model_name: spec.name,
      hyperparameters: this.#trial.params,
      run_settings: {},
    });
  }

  get #seed(): number {
    return (this.#context.spec.seed ?? 0) + this.#trial.number;
  }

  #options(): ExecOptions {
    const { spec, study, parentRunId } = this.#context;
    const { number, params } = this.#trial;
    const { resultsCsv } = spec;
    const csv = resultsCsv && (isAbsolute(resultsCsv) ? resultsCsv : join(this.#output, resultsCsv));
    return {
      command: fillCommand(spec.command, { ...params, trial: number, output: this.#output }),
      experiment: spec.experiment,
      runName: `${spec.name} trial ${number}`,
      params: Object.fromEntries(flattenParams(params).map(({ key, value }) => [key, value])),
      tags: {
        'mlflow.parentRunId': parentRunId,
        'orrery.kind': 'trial',
        'orrery.study_id': String(study.id),
        'orrery.study_name': study.name,
        'orrery.trial_number': String(number),
      },
      resultsCsv: csv,
      metricsJsonl: join(this.#output, 'metrics.jsonl'),
      stdout: this.#objective.patterns,
      groups: this.#objective.groups,
      logDir: null,
      artifacts: [{ path: this.#output, destination: '' }],
      graceMs: GRACE_MS,
      environment: { ORRERY_OUTPUT: this.#output, ORRERY_SEED: String(this.#seed) },
      quiet: true,
      flushMs: FLUSH_MS,
    };
  }

  async #take(points: Metric[]): Promise<void> {
    const { study, show } = this.#context;
    const trial = this.#trial;
    for (const { step: at, value } of this.#objective.take(points)) {
      const step = Number(at);
      if (study.directions.length > 1) continue;
      await trial.report(value, step);
      show({ kind: 'report', number: trial.number, step, value });
      if (this.#hasEnded || this.#pruned !== null || !(await trial.shouldPrune())) continue;
      this.#prune(`pruned at step ${step} by the ${study.pruner.name} pruner`);
    }
  }

  #prune(reason: string): void {
    this.#pruned = reason;
    askToStop(this.#output, reason);
    this.#patience = setTimeout(() => this.#stop.stop('SIGTERM', { status: 'KILLED', reason }), PATIENCE_MS);
  }

  #endOf({ status, reason }: ExecOutcome): End {
    if (status === 'KILLED' && this.#pruned !== null && reason === this.#pruned)
      return { state: 'PRUNED', values: null, reason };
    if (status !== 'FINISHED') return { state: 'FAIL', values: null, reason };
    const values = this.#objective.values();
    if (Array.isArray(values)) return { state: 'COMPLETE', values, reason: null };
    return { state: 'FAIL', values: null, reason: `the command said no ${values.missing.join(', ')}` };
  }
}
