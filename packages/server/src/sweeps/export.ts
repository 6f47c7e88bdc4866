import type { FrozenTrial, StudyRecord, StudySummary } from '@orrery/sweeps';
import { csvCell } from '../csv-cell.ts';
import { studyAnswer, trialAnswer } from './answers.ts';

export { studyAnswer } from './answers.ts';

/** All of a study as the text of a file. */
export function studyExport(
  study: StudySummary,
  trials: readonly FrozenTrial[],
  format: 'csv' | 'json',
): string {
  if (format === 'csv') return trialsCsv(study, trials);
  return JSON.stringify({ study: studyAnswer(study), trials: trials.map(trialAnswer) });
}

/** The trials as a table with the columns of Optuna's `trials_dataframe`, in RFC 4180. */
function trialsCsv({ directions }: Pick<StudyRecord, 'directions'>, trials: readonly FrozenTrial[]): string {
  const params = namesOf(trials, ({ params }) => params);
  const attrs = namesOf(trials, ({ userAttrs }) => userAttrs);
  const values = directions.length === 1 ? ['value'] : directions.map((_, index) => `values_${index}`);
  const header = [
    'number',
    ...values,
    'datetime_start',
    'datetime_complete',
    'duration_seconds',
    ...params.map((name) => `params_${name}`),
    ...attrs.map((name) => `user_attrs_${name}`),
    'state',
  ];
  const rows = trials.map((trial) => [
    trial.number,
    ...values.map((_, index) => trial.values?.[index]),
    trial.datetimeStart?.toISOString(),
    trial.datetimeComplete?.toISOString(),
    durationOf(trial),
    ...params.map((name) => trial.params[name]),
    ...attrs.map((name) => trial.userAttrs[name]),
    trial.state,
  ]);
  return [header, ...rows].map((row) => `${row.map(csvCell).join(',')}\r\n`).join('');
}

function namesOf(trials: readonly FrozenTrial[], part: (trial: FrozenTrial) => object): string[] {
  return [...new Set(trials.flatMap((trial) => Object.keys(part(trial))))].sort();
}

function durationOf({ datetimeStart, datetimeComplete }: FrozenTrial): number | undefined {
  if (!datetimeStart || !datetimeComplete) return undefined;
  return (Number(datetimeComplete) - Number(datetimeStart)) / 1000;
}
