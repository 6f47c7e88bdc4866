import type { TrackingStore } from '@orrery/tracking';
import type { Static } from 'typebox';
import { double } from '../sweeps/answers.ts';
import { aggregate } from './aggregate.ts';
import { runAnswer } from './answers.ts';
import { PARENT, type RunTable } from './run-table.ts';
import type { ResultsQuery } from './schemas.ts';
import type { Selections } from './selection.ts';
import { varyingColumns } from './varying.ts';

/** What varies is judged by so many runs. */
const SAMPLE = 500;

type Asked = Static<typeof ResultsQuery>;

interface Group {
  dataset: string;
  model: string;
  /** The best of searches, whose trials are not counted as runs of their own. */
  searched: boolean;
  /** With a finite figure. */
  places: number[];
  /** Runs whose figure is no finite one. */
  broken: number;
}

/** How the models of an experiment's jobs did: a group for each data set and model, with its best run. */
export async function resultsAnswer(
  store: TrackingStore,
  {
    table,
    selections,
    asked: { metric, direction },
  }: { table: RunTable; selections: Selections; asked: Asked },
) {
  const newest = await selections.sorted(table, { filter: '', view: 'ACTIVE_ONLY', order: [] });
  const column = `metrics.${metric}`;
  const values = await table.column(column);
  const { groups, trials } = await grouped(table, newest, column, direction);
  const sign = direction === 'maximize' ? -1 : 1;
  const figure = (place: number) => sign * (values[place] as number);
  const bests = groups.map(({ places }) =>
    places.reduce((best, place) => (figure(place) < figure(best) ? place : best), places[0] as number),
  );
  const idOf = (place: number) => table.infos[place]?.runId ?? '';
  const shown = bests.map((place) => idOf(trials.get(idOf(place)) ?? place));
  const sample = groups.flatMap(({ places }) => places).slice(0, SAMPLE);
  const [keys, runs] = await Promise.all([
    store.runKeys(table.experimentId),
    store.getRuns([...new Set([...shown, ...sample.map(idOf)])]),
  ]);
  const { params } = varyingColumns(runs);
  const columns = new Set([column, ...params.map((key) => `params.${key}`)]);
  const byId = new Map(runs.map((run) => [run.info.runId, runAnswer(run, columns)]));
  return {
    metrics: keys.flatMap(({ kind, key }) => (kind === 'metrics' && !key.startsWith('system/') ? key : [])),
    params,
    groups: groups.flatMap(({ dataset, model, searched, places, broken }, index) => {
      const best = byId.get(shown[index] ?? '');
      const { mean, deviation } = aggregate(values, places);
      const value = double(values[bests[index] as number] as number);
      // A run that was deleted meanwhile is in no answer.
      return best
        ? { dataset, model, searched, runs: places.length, broken, mean, deviation, value, best }
        : [];
    }),
  };
}

/** Finished runs of jobs by what they trained on what, and the best trial of each search, by the search's run. */
async function grouped(table: RunTable, newest: Uint32Array, column: string, direction: Asked['direction']) {
  const [values = [], datasets = [], models = [], kinds = [], parents = []] = await table.columns([
    column,
    'tags.orrery.dataset',
    'tags.orrery.model',
    'tags.orrery.kind',
    PARENT,
  ]);
  const groups = new Map<string, Group>();
  const trials = new Map<string, number>();
  for (const place of newest) {
    const [value, dataset, model, kind] = [values[place], datasets[place], models[place], kinds[place]];
    if (typeof value !== 'number') continue;
    if (kind === 'trial') {
      const parent = String(parents[place] ?? '');
      const leader = values[trials.get(parent) ?? -1] as number | undefined;
      const isBetter = leader === undefined || (direction === 'maximize' ? value > leader : value < leader);
      if (Number.isFinite(value) && isBetter) trials.set(parent, place);
      continue;
    }
    if (table.infos[place]?.status !== 'FINISHED' || dataset === undefined || model === undefined) continue;
    const searched = kind === 'sweep';
    const name = JSON.stringify([dataset, model, searched]);
    const group = groups.get(name) ?? {
      dataset: String(dataset),
      model: String(model),
      searched,
      places: [],
      broken: 0,
    };
    groups.set(name, group);
    if (Number.isFinite(value)) group.places.push(place);
    else group.broken += 1;
  }
  return { groups: [...groups.values()].filter(({ places }) => places.length > 0), trials };
}
