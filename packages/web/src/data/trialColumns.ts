import { parseDouble } from '../logic/numbers.ts';
import type { Distribution, Trial, TrialState } from './studyModel.ts';

interface Sparse {
  name: string;
  rows: number[] | null;
  values: unknown[];
}

/** Trials as `/api/sweeps/…/columns` writes them. */
export interface TrialColumnsJson {
  trial_ids: number[];
  numbers: number[];
  states: TrialState[];
  values: unknown[][];
  params: (Sparse & { distribution: Distribution | null })[];
  reports: { counts: number[]; steps: number[]; values: unknown[] };
  user_attrs: Sparse[];
  infeasible: number[];
  fixed: Sparse[];
  starts: (number | null)[];
  ends: (number | null)[];
}

/** The trials that columns hold, in their order. */
export function parseColumns(json: TrialColumnsJson): Trial[] {
  let report = 0;
  const trials = json.trial_ids.map((id, row): Trial => {
    const values = json.values.map((column) => column[row] ?? null);
    const intermediate: [number, number][] = [];
    for (const end = report + (json.reports.counts[row] ?? 0); report < end; report += 1) {
      intermediate.push([json.reports.steps[report] ?? 0, parseDouble(json.reports.values[report])]);
    }
    return {
      id,
      number: json.numbers[row] ?? 0,
      state: json.states[row] ?? 'FAIL',
      values: values.includes(null) ? null : values.map(parseDouble),
      params: {},
      distributions: {},
      intermediate,
      userAttrs: {},
      infeasible: false,
      fixed: {},
      started: json.starts[row] ?? null,
      completed: json.ends[row] ?? null,
    };
  });
  for (const column of json.params) {
    const { name, distribution } = column;
    each(column, (row, value) => {
      const trial = trials[row];
      if (!trial) return;
      (trial.params as Record<string, unknown>)[name] = value;
      if (distribution) (trial.distributions as Record<string, Distribution>)[name] = distribution;
    });
  }
  for (const [part, columns] of [
    ['userAttrs', json.user_attrs],
    ['fixed', json.fixed],
  ] as const) {
    for (const column of columns) {
      each(column, (row, value) => {
        const trial = trials[row];
        if (trial) (trial[part] as Record<string, unknown>)[column.name] = value;
      });
    }
  }
  for (const row of json.infeasible) {
    const trial = trials[row];
    if (trial) trial.infeasible = true;
  }
  return trials;
}

function each({ rows, values }: Sparse, call: (row: number, value: unknown) => void): void {
  values.forEach((value, place) => {
    call(rows ? (rows[place] ?? -1) : place, value);
  });
}

/** What was known, with what has changed in its place; in order of number. */
export function mergeTrials(known: readonly Trial[], changed: readonly Trial[]): Trial[] {
  if (known.length === 0) return changed.toSorted((a, b) => a.number - b.number);
  const byNumber = new Map(known.map((trial) => [trial.number, trial]));
  for (const trial of changed) byNumber.set(trial.number, trial);
  return [...byNumber.values()].sort((a, b) => a.number - b.number);
}
