import type { Run } from '../data/model.ts';
import { type Direction, isBetter } from './direction.ts';
import { deviation, mean, welch } from './statistics.ts';

/** Above this, a difference may well be chance. */
const CHANCE = 0.05;

/** How one model did on one dataset. */
export interface Standing {
  model: string;
  /** The best of a search, whose trials are not counted as runs of their own. */
  searched: boolean;
  values: number[];
  mean: number;
  deviation: number | null;
  /** From 1; equal means share it. */
  rank: number;
  /** Of a search, its best trial. */
  best: Run;
  /** Whether it may be as good as the first: null where there are too few runs to say. */
  tied: boolean | null;
}

export interface Board {
  dataset: string;
  standings: Standing[];
}

/** A board a dataset: the models of an experiment by the mean of a metric over their finished runs. */
export function leaderboards(runs: readonly Run[], metric: string, direction: Direction): Board[] {
  const groups = new Map<string, Map<string, Run[]>>();
  for (const run of runs) {
    const { 'orrery.dataset': dataset, 'orrery.model': model, 'orrery.kind': kind } = run.tags;
    const counts = run.status === 'FINISHED' && kind !== 'trial' && metric in run.metrics;
    if (!counts || !dataset || !model) continue;
    const models = groups.get(dataset) ?? new Map<string, Run[]>();
    groups.set(dataset, models);
    const name = kind === 'sweep' ? `${model}\tsearched` : model;
    models.set(name, [...(models.get(name) ?? []), run]);
  }
  const trials = bestTrials(runs, metric, direction);
  const sign = direction === 'maximize' ? -1 : 1;
  return [...groups]
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([dataset, models]) => ({ dataset, standings: ranked(models, metric, sign, trials) }));
}

/** The best trial of each search, by the search's run. */
function bestTrials(runs: readonly Run[], metric: string, direction: Direction): Map<string, Run> {
  const best = new Map<string, Run>();
  for (const run of runs) {
    const parent = run.tags['mlflow.parentRunId'];
    const value = run.metrics[metric]?.value;
    if (run.tags['orrery.kind'] !== 'trial' || parent === undefined || value === undefined) continue;
    const leader = best.get(parent)?.metrics[metric]?.value ?? Number.NaN;
    if (isBetter(value, leader, direction)) best.set(parent, run);
  }
  return best;
}

function ranked(
  models: Map<string, Run[]>,
  metric: string,
  sign: number,
  trials: ReadonlyMap<string, Run>,
): Standing[] {
  const figureOf = (run: Run) => run.metrics[metric]?.value ?? Number.NaN;
  const rows = [...models].map(([name, runs]): Standing => {
    const sorted = [...runs].sort((a, b) => sign * (figureOf(a) - figureOf(b)));
    const values = sorted.map(figureOf);
    const [model = name, searched] = name.split('\t');
    return {
      model,
      searched: searched !== undefined,
      values,
      mean: mean(values),
      deviation: deviation(values),
      rank: 0,
      best: trials.get(sorted[0]?.id ?? '') ?? (sorted[0] as Run),
      tied: null,
    };
  });
  rows.sort((a, b) => sign * (a.mean - b.mean));
  const first = rows[0];
  for (const row of rows) {
    row.rank = 1 + rows.filter((other) => sign * (other.mean - row.mean) < 0).length;
    if (!first || row === first) continue;
    const chance = welch(first.values, row.values);
    row.tied = chance === null ? null : chance > CHANCE;
  }
  return rows;
}

/** What a model is called that may have been searched. */
export function nameOf({ model, searched }: Pick<Standing, 'model' | 'searched'>): string {
  return searched ? `${model}, searched` : model;
}

/** The mean rank of each model over the datasets that it ran on: those that ran on most first, the best of them first. */
export function meanRanks(boards: readonly Board[]): { name: string; rank: number; datasets: number }[] {
  const ranks = new Map<string, number[]>();
  for (const { standings } of boards) {
    for (const standing of standings) {
      const name = nameOf(standing);
      ranks.set(name, [...(ranks.get(name) ?? []), standing.rank]);
    }
  }
  return [...ranks]
    .map(([name, all]) => ({ name, rank: mean(all), datasets: all.length }))
    .sort((a, b) => b.datasets - a.datasets || a.rank - b.rank);
}
