import { type FrozenTrial, type StudySummary, settingsOf, stopReason } from '@orrery/sweeps';

export function studyAnswer(study: StudySummary) {
  const best = study.bestTrial;
  return {
    study_id: study.studyId,
    name: study.name,
    directions: study.directions,
    counts: study.counts,
    best_trial: best && {
      number: best.number,
      values: best.values?.map(double) ?? null,
      params: best.params,
    },
    datetime_start: study.datetimeStart,
    datetime_last: study.datetimeLast,
    user_attrs: study.userAttrs,
    system_attrs: study.systemAttrs,
    settings: settingsOf(study),
    stopped: stopReason(study),
  };
}

export function trialAnswer(trial: FrozenTrial) {
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

export type TrialAnswer = ReturnType<typeof trialAnswer>;

/** JSON has no NaN and no infinities. */
export function double(value: number): number | string {
  return Number.isFinite(value) ? value : String(value);
}
