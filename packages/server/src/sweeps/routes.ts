import { invalid } from '@orrery/core';
import type { FrozenTrial, StudyStore, StudySummary } from '@orrery/sweeps';
import type { FastifyInstance } from 'fastify';

interface StudyParams {
  study_id: string;
}

/** Studies and their trials; see docs/wire.md. */
export async function sweepRoutes(app: FastifyInstance, { store }: { store: StudyStore }): Promise<void> {
  app.get('/api/sweeps/studies', async () => ({ studies: (await store.getSummaries()).map(studyAnswer) }));
  app.get<{ Params: StudyParams }>('/api/sweeps/studies/:study_id', async (request) => ({
    study: studyAnswer(await store.getSummary(idOf(request.params))),
  }));
  app.get<{ Params: StudyParams }>('/api/sweeps/studies/:study_id/trials', async (request) => {
    const id = idOf(request.params);
    return { trials: (await store.getTrials(id)).map(trialAnswer) };
  });
}

function idOf({ study_id }: StudyParams): number {
  if (/^\d+$/.test(study_id)) return Number(study_id);
  throw invalid(`'${study_id}' is no study id: give a number.`);
}

function studyAnswer(study: StudySummary) {
  const best = study.bestTrial;
  return {
    study_id: study.studyId,
    name: study.name,
    directions: study.directions,
    counts: study.counts,
    best_trial: best && { number: best.number, values: best.values?.map(double), params: best.params },
    datetime_start: study.datetimeStart,
    datetime_last: study.datetimeLast,
    user_attrs: study.userAttrs,
    system_attrs: study.systemAttrs,
  };
}

function trialAnswer(trial: FrozenTrial) {
  return {
    trial_id: trial.trialId,
    number: trial.number,
    state: trial.state,
    values: trial.values?.map(double) ?? null,
    params: trial.params,
    distributions: trial.distributions,
    intermediate_values: [...trial.intermediateValues].map(([step, value]) => [step, double(value)]),
    user_attrs: trial.userAttrs,
    system_attrs: trial.systemAttrs,
    datetime_start: trial.datetimeStart,
    datetime_complete: trial.datetimeComplete,
  };
}

/** JSON has no NaN and no infinities. */
function double(value: number): number | string {
  return Number.isFinite(value) ? value : String(value);
}
