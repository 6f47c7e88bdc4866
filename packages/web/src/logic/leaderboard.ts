import type { RowRun } from '../data/rowModel.ts';
import type { Direction } from './direction.ts';
import { mean, welch } from './statistics.ts';

/** Above this, a difference may well be chance. */
const CHANCE = 0.05;

/** The finished runs of one model on one dataset. */
export interface Group {
  dataset: string;
  model: string;
  /** The best of a search, whose trials are not counted as runs of their own. */
  searched: boolean;
  /** With a finite figure, and those without one. */
  runs: number;
  broken: number;
  mean: number;
  deviation: number | null;
  /** The best figure. */
  value: number;
  /** Of a search, its best trial. */
  best: RowRun;
}

/** How one model did on one dataset, among the others. */
export interface Standing extends Group {
  /** From 1; equal means share it. */
  rank: number;
  /** Whether it may be as good as the first: null where there are too few runs to say. */
  tied: boolean | null;
}

export interface Board {
  dataset: string;
  standings: Standing[];
}

/** A board a dataset: the models of an experiment by the mean of a metric over their finished runs. */
export function leaderboards(groups: readonly Group[], direction: Direction): Board[] {
  return [...Map.groupBy(groups, ({ dataset }) => dataset)]
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([dataset, ofDataset]) => ({ dataset, standings: ranked(ofDataset, direction) }));
}

function ranked(groups: readonly Group[], direction: Direction): Standing[] {
  const sign = direction === 'maximize' ? -1 : 1;
  const sorted = groups.toSorted((a, b) => sign * (a.mean - b.mean));
  const [first] = sorted;
  return sorted.map((group) => {
    const chance = first === undefined || group === first ? null : welch(first, group);
    const better = sorted.filter((other) => sign * (other.mean - group.mean) < 0);
    return { ...group, rank: 1 + better.length, tied: chance === null ? null : chance > CHANCE };
  });
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
