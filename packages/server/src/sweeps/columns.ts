import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import {
  constraintsOf,
  type Distribution,
  type FrozenTrial,
  isFeasible,
  type StudyStore,
} from '@orrery/sweeps';
import type { FastifyInstance } from 'fastify';
import { double } from './answers.ts';
import { Changes } from './changes.ts';
import { ColumnsQuery, idOf, StudyPath } from './schemas.ts';

/** Trials as columns, all of them or what has changed: what a page of many trials reads. */
export async function columnRoutes(
  instance: FastifyInstance,
  { store }: { store: StudyStore },
): Promise<void> {
  const app = instance.withTypeProvider<TypeBoxTypeProvider>();
  const changes = new Changes();
  app.get(
    '/api/sweeps/studies/:study_id/columns',
    {
      schema: {
        tags: ['sweeps'],
        summary: 'Trials as columns, all or what has changed: few bytes for many trials',
        params: StudyPath,
        querystring: ColumnsQuery,
      },
    },
    async ({ params: { study_id }, query: { after = '0' } }) => {
      const id = idOf(study_id);
      const { directions } = await store.getStudy(id);
      const trials = await store.getTrials(id);
      const { changed, cursor, reset } = changes.since(id, trials, after, Number.POSITIVE_INFINITY);
      return { columns: columnsOf(changed, directions.length), cursor, reset };
    },
  );
}

const NONE = {};

/** What some trials hold under one name; `rows` are their places, null where all hold it. */
interface Sparse {
  name: string;
  rows: number[] | null;
  values: unknown[];
}

/**
 * Trials as columns: about a tenth of the bytes of trials as objects, so that a page of ten thousand opens at once.
 * A param whose distribution changed within the study is several columns.
 */
export function columnsOf(trials: readonly FrozenTrial[], objectives: number) {
  const steps: number[] = [];
  const reported: (number | string)[] = [];
  for (const { intermediateValues } of trials) {
    for (const [step, value] of intermediateValues) {
      steps.push(step);
      reported.push(double(value));
    }
  }
  return {
    trial_ids: trials.map(({ trialId }) => trialId),
    numbers: trials.map(({ number }) => number),
    states: trials.map(({ state }) => state),
    values: Array.from({ length: objectives }, (_, index) =>
      trials.map(({ values }) => (values ? double(values[index] ?? Number.NaN) : null)),
    ),
    params: paramColumns(trials),
    reports: {
      counts: trials.map(({ intermediateValues }) => intermediateValues.size),
      steps,
      values: reported,
    },
    user_attrs: sparse(trials, ({ userAttrs }) => userAttrs),
    /** Places of trials that break a constraint. */
    infeasible: places(trials, (trial) => !isFeasible(constraintsOf(trial))),
    /** Params that a waiting trial will be given. */
    fixed: sparse(trials, ({ state, systemAttrs }) =>
      state === 'WAITING' ? ((systemAttrs.fixed_params ?? NONE) as Record<string, unknown>) : NONE,
    ),
    starts: trials.map(({ datetimeStart }) => datetimeStart && Number(datetimeStart)),
    ends: trials.map(({ datetimeComplete }) => datetimeComplete && Number(datetimeComplete)),
  };
}

function paramColumns(trials: readonly FrozenTrial[]): (Sparse & { distribution: Distribution | null })[] {
  const texts = new Map<string, Map<string, Filled>>();
  /** The columns of each distribution by name; distributions that are written alike have the same ones. */
  const columns = new Map<Distribution | null, Map<string, Filled>>();
  const found: { column: Filled; name: string; distribution: Distribution | null }[] = [];
  trials.forEach(({ params, distributions }, row) => {
    for (const name in params) {
      const distribution = distributions[name] ?? null;
      let ofDistribution = columns.get(distribution);
      if (!ofDistribution) {
        const text = JSON.stringify(distribution);
        ofDistribution = texts.get(text) ?? new Map();
        texts.set(text, ofDistribution);
        columns.set(distribution, ofDistribution);
      }
      let column = ofDistribution.get(name);
      if (!column) {
        column = { rows: [], values: [] };
        ofDistribution.set(name, column);
        found.push({ column, name, distribution });
      }
      add(column, row, params[name]);
    }
  });
  return found.map(({ column, name, distribution }) => ({
    distribution,
    ...named(name, column, trials.length),
  }));
}

function sparse(
  trials: readonly FrozenTrial[],
  part: (trial: FrozenTrial) => Readonly<Record<string, unknown>>,
): Sparse[] {
  const columns = new Map<string, Filled>();
  trials.forEach((trial, row) => {
    const record = part(trial);
    for (const name in record) {
      const column = columns.get(name) ?? { rows: [], values: [] };
      columns.set(name, column);
      add(column, row, record[name]);
    }
  });
  return [...columns].map(([name, column]) => named(name, column, trials.length));
}

interface Filled {
  rows: number[];
  values: unknown[];
}

function add({ rows, values }: Filled, row: number, value: unknown): void {
  rows.push(row);
  values.push(typeof value === 'number' ? double(value) : value);
}

function named(name: string, { rows, values }: Filled, trials: number): Sparse {
  return { name, rows: rows.length === trials ? null : rows, values };
}

function places(trials: readonly FrozenTrial[], holds: (trial: FrozenTrial) => boolean): number[] {
  const places: number[] = [];
  trials.forEach((trial, place) => {
    if (holds(trial)) places.push(place);
  });
  return places;
}
