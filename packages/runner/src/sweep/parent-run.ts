import type { TrackingClient } from '@orrery/client';
import { FOLDER_TAG, newRunId, REASON_TAG } from '@orrery/core';
import { paretoFront, type Study } from '@orrery/sweeps';
import { flattenParams } from '../job/tags.ts';
import type { Source } from '../source.ts';
import { RunRecorder } from '../spool/recorder.ts';
import { EXPERIMENT_ID, RUN_ID } from './attributes.ts';

export interface SweepOutcome {
  study: string;
  /** Trials by state. */
  counts: { COMPLETE: number; PRUNED: number; FAIL: number };
  /** Null with several objectives, and where no trial is complete. */
  best: { number: number; value: number; params: Record<string, unknown> } | null;
}

export interface ParentOptions {
  client: TrackingClient;
  storeDir: string;
  experiment: string;
  runName: string;
  /** What is optimised: one metric for each objective. */
  metrics: string[];
  source: Source;
  /** The run's own, absolute. */
  folderOf(runId: string): string;
  tags: Record<string, string>;
  warn(message: string): void;
}

/** The run of a sweep, above those of its trials. A sweep that goes on has the same. */
export class ParentRun {
  readonly runId: string;
  readonly #study: Study;
  readonly #metrics: string[];
  readonly #recorder: RunRecorder;

  private constructor(runId: string, study: Study, metrics: string[], recorder: RunRecorder) {
    this.runId = runId;
    this.#study = study;
    this.#metrics = metrics;
    this.#recorder = recorder;
  }

  static async open(study: Study, options: ParentOptions): Promise<ParentRun> {
    const { client, storeDir, experiment, runName, metrics, source, warn } = options;
    const known = (await study.store.getStudy(study.id)).userAttrs[RUN_ID];
    const runId = typeof known === 'string' ? known : newRunId();
    const folder = options.folderOf(runId);
    const recorder = new RunRecorder({
      client,
      storeDir,
      runId,
      folder,
      warn: (message, isKnown) => {
        if (!isKnown) warn(message);
      },
    });
    const tags = {
      'mlflow.user': source.user,
      'mlflow.source.name': source.name,
      'mlflow.source.type': 'JOB',
      ...(source.gitCommit && { 'mlflow.source.git.commit': source.gitCommit }),
      'orrery.kind': 'sweep',
      'orrery.study_id': String(study.id),
      'orrery.study_name': study.name,
      [FOLDER_TAG]: folder,
      ...options.tags,
    };
    await recorder.record(
      {
        kind: 'create',
        experiment,
        experimentTags: [
          { key: 'orrery.primary_metric', value: metrics[0] as string },
          { key: 'orrery.direction', value: study.directions[0] as string },
        ],
        runId,
        runName,
        userId: source.user,
        startTime: Date.now(),
        tags: Object.entries(tags).map(([key, value]) => ({ key, value })),
      },
      { kind: 'update', status: 'RUNNING' },
    );
    const target = recorder.target ?? { runId, experimentId: '' };
    await study.store.setStudyUserAttr(study.id, RUN_ID, target.runId);
    await study.store.setStudyUserAttr(study.id, EXPERIMENT_ID, target.experimentId);
    return new ParentRun(target.runId, study, metrics, recorder);
  }

  /** Records what was found; FINISHED where a trial is complete and nobody stopped it. */
  async close(killed: boolean): Promise<SweepOutcome> {
    const { counts } = await this.#study.store.getSummary(this.#study.id);
    const best = await this.best();
    if (best) {
      const tags = flattenParams(best.params).map(({ key, value }) => ({ key: `best.${key}`, value }));
      await this.#recorder.record({
        kind: 'log',
        tags: [...tags, { key: 'best.trial_number', value: String(best.number) }],
        metrics: [
          { key: this.#metrics[0] as string, value: best.value, timestamp: Date.now(), step: best.number },
        ],
      });
    }
    const status = killed ? 'KILLED' : counts.COMPLETE > 0 ? 'FINISHED' : 'FAILED';
    await this.#recorder.record(...(await this.#front()), { kind: 'update', status, endTime: Date.now() });
    await this.#recorder.close();
    const { COMPLETE, PRUNED, FAIL } = counts;
    return { study: this.#study.name, counts: { COMPLETE, PRUNED, FAIL }, best };
  }

  /** Closes it where the sweep could not go on. */
  async fail(reason: string): Promise<void> {
    await this.#recorder.record(
      { kind: 'log', tags: [{ key: REASON_TAG, value: reason.slice(0, 5000) }] },
      { kind: 'update', status: 'FAILED', endTime: Date.now() },
    );
    await this.#recorder.close();
  }

  /** The best trial so far. */
  async best(): Promise<SweepOutcome['best']> {
    if (this.#study.directions.length > 1) return null;
    const best = await this.#study.best();
    const value = best?.values?.[0];
    return best && value !== undefined ? { number: best.number, value, params: best.params } : null;
  }

  /** Of several objectives, which trials no other dominates. */
  async #front() {
    if (this.#study.directions.length === 1) return [];
    const front = paretoFront(await this.#study.trials('COMPLETE'), this.#study.directions);
    const numbers = front.map(({ number }) => number).join(', ');
    return [{ kind: 'log' as const, tags: [{ key: 'best.trial_numbers', value: numbers.slice(0, 5000) }] }];
  }
}
