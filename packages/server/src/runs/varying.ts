import type { Run } from '@orrery/core';

const MOST_OF_A_KIND = 7;

/** The names of the columns that tell runs apart. */
export interface Varying {
  metrics: string[];
  params: string[];
  /** Of those that a run's job says itself. */
  tags: string[];
}

const JOB_TAGS = ['orrery.dataset', 'orrery.model'];

/** The columns that tell runs apart: metrics and params whose values differ, or that some runs lack. */
export function varyingColumns(runs: readonly Run[]): Varying {
  const metrics = runs.map((run) => run.metrics.filter(({ key }) => !key.startsWith('system/')));
  const tags = runs.map((run) => run.tags.filter(({ key }) => JOB_TAGS.includes(key)));
  return {
    metrics: varying(metrics),
    params: varying(runs.map((run) => run.params)),
    tags: varying(tags),
  };
}

/** What to show of an experiment at first: the metric that counts, what else varies, then when. */
export function firstColumns({ metrics, params, tags }: Varying, primary: string | undefined): string[] {
  const leading = primary ? [primary, ...metrics.filter((key) => key !== primary)] : metrics;
  return [
    'attributes.status',
    ...tags.map((key) => `tags.${key}`),
    ...leading.slice(0, MOST_OF_A_KIND).map((key) => `metrics.${key}`),
    ...params.slice(0, MOST_OF_A_KIND).map((key) => `params.${key}`),
    'attributes.duration',
    'attributes.start_time',
  ];
}

const JUDGING =
  /(^|[^a-z])(accuracy|acc|auc|auroc|f1|score|loss|rmse|mae|mse|r2|error|reward|return)([^a-z]|$)/;
const HELD_OUT = /(^|[^a-z])(val|valid|validation|test|eval|dev|cv)([^a-z]|$)/;

/** The metric that most likely counts: measured on data held out, of a kind that judges, logged by most runs. */
export function guessPrimary(runs: readonly Run[]): string | undefined {
  const counts = new Map<string, number>();
  for (const { metrics } of runs)
    for (const { key } of metrics)
      if (!key.startsWith('system/')) counts.set(key, (counts.get(key) ?? 0) + 1);
  const weight = (key: string): number => {
    const name = key.toLowerCase();
    const share = (counts.get(key) ?? 0) / runs.length;
    return share + (JUDGING.test(name) ? 1 : 0) + (HELD_OUT.test(name) ? 1 : 0);
  };
  return [...counts.keys()].sort((a, b) => weight(b) - weight(a) || (a < b ? -1 : 1))[0];
}

function varying(logged: readonly (readonly { key: string; value: number | string }[])[]): string[] {
  const seen = new Map<string, { first: number | string; count: number; differs: boolean }>();
  const holders = logged.filter((entries) => entries.length > 0).length;
  for (const entries of logged) {
    for (const { key, value } of entries) {
      const known = seen.get(key);
      if (!known) seen.set(key, { first: value, count: 1, differs: false });
      else {
        known.count += 1;
        known.differs ||= !Object.is(known.first, value);
      }
    }
  }
  return [...seen]
    .filter(([, { count, differs }]) => holders === 1 || differs || count < holders)
    .map(([key]) => key);
}
