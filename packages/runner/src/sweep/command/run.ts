import { mkdirSync } from 'node:fs';
import type { TrackingClient } from '@orrery/client';
import { keepSettings, makePruner, makeSampler, Study, type StudyStore, waitingTrial } from '@orrery/sweeps';
import { execFolder } from '../../exec/exec.ts';
import { Guard } from '../../exec/guard.ts';
import type { Source } from '../../source.ts';
import { ParentRun, type SweepOutcome } from '../parent-run.ts';
import { runTrials, trialsLeft } from '../trial-loop.ts';
import { failOrphans, HEARTBEAT } from '../workers.ts';
import type { SweepEvent } from './events.ts';
import type { SweepSpec } from './spec.ts';
import { runCommandTrial } from './trial.ts';

export interface CommandSweepContext {
  client: TrackingClient;
  /** Absolute. */
  storeDir: string;
  store: StudyStore;
  source: Source;
  show(event: SweepEvent): void;
  cancelled: AbortSignal;
}

/**
 * Optimises a command: one study, under one parent run, a child run a trial. Goes on where an earlier sweep of the same
 * name stopped; another one that runs at once works on the same study.
 *
 * @throws OrreryError where the study of this name cannot be gone on with
 */
export async function runCommandSweep(context: CommandSweepContext, spec: SweepSpec): Promise<SweepOutcome> {
  const { client, storeDir, store, source, show, cancelled } = context;
  const { sampler, pruner, seed, params: fields } = spec;
  const found = await store.findStudy(spec.name);
  const earlier = found ? (await store.getTrials(found.studyId)).length : 0;
  const study = await Study.open({
    store,
    name: spec.name,
    direction: spec.directions,
    sampler: makeSampler(sampler, (seed ?? Math.trunc(Math.random() * 2 ** 31)) + earlier),
    pruner: makePruner(pruner),
    heartbeat: HEARTBEAT,
  });
  await keepSettings(store, study.id, { sampler, pruner, seed, space: fields });
  await failOrphans(study);
  if (!found) for (const trial of spec.enqueue) await store.addTrial(study.id, waitingTrial(trial));

  const say = (text: string) => show({ kind: 'line', text });
  const metrics = spec.metrics.map(({ name }) => name);
  const parent = await ParentRun.open(study, {
    client,
    storeDir,
    experiment: spec.experiment,
    runName: `${spec.name} sweep`,
    metrics,
    source,
    folderOf(runId) {
      const folder = execFolder(storeDir, runId);
      mkdirSync(folder, { recursive: true });
      return folder;
    },
    tags: { 'orrery.executor': 'exec' },
    warn: say,
  });
  const done = spec.n_trials - (await trialsLeft(store, spec.name, spec.n_trials));
  const { directions } = study;
  const { runId: run_id } = parent;
  const best = await parent.best();
  show({
    kind: 'start',
    study: study.name,
    study_id: study.id,
    run_id,
    directions,
    metrics,
    trials: spec.n_trials,
    done,
    best,
  });
  const guard = new Guard();
  const trial = { client, storeDir, say: () => {}, spec, study, parentRunId: run_id, cancelled, guard, show };
  const { timeout, parallel, space } = spec;
  try {
    const limits = { trials: spec.n_trials, timeout, parallel, space, cancelled };
    const over = await runTrials(study, limits, () => runCommandTrial(trial));
    if (over !== null) say(`no more trials: ${over}`);
    return await parent.close(cancelled.aborted);
  } catch (error) {
    await parent.fail((error as Error).message);
    throw error;
  } finally {
    guard.close();
  }
}
