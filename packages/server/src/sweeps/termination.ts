import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import { invalid } from '@orrery/core';
import {
  type Advice,
  BestValueStagnation,
  CrossValidationError,
  type Direction,
  type ErrorEvaluator,
  type ImprovementEvaluator,
  MedianError,
  ModelRegret,
  RegretBound,
  StaticError,
  type StudyStore,
  Terminator,
  type TerminatorPoint,
  terminatorHistory,
} from '@orrery/sweeps';
import type { FastifyInstance } from 'fastify';
import { type Static, Type } from 'typebox';
import { Failure } from '../workbench/schemas.ts';
import { double } from './answers.ts';
import { Remembered } from './remembered.ts';
import { idOf, StudyPath } from './schemas.ts';

const IMPROVEMENTS = ['best_value_stagnation', 'regret_bound', 'emmr'] as const;
const EVALUATORS = {
  improvement: Type.Unsafe<(typeof IMPROVEMENTS)[number]>({
    enum: IMPROVEMENTS,
    default: 'best_value_stagnation',
  }),
  max_stagnation_trials: Type.Integer({ minimum: 0, default: 30 }),
  error: Type.Optional(
    Type.Number({
      description:
        'Without it, 0 for stagnation, by the cross-validation scores of the best trial for the bound of regret, and a hundredth of what there was to come at first for emmr',
    }),
  ),
};
const TerminatorQuery = Type.Object({ ...EVALUATORS, min_trials: Type.Integer({ minimum: 1, default: 20 }) });
const HistoryQuery = Type.Object({
  ...EVALUATORS,
  points: Type.Integer({ minimum: 1, maximum: 100, default: 30, description: 'At most; evenly spaced' }),
});
const Double = Type.Union([Type.Number(), Type.String(), Type.Null()]);
const TerminatorAnswer = Type.Object({ stop: Type.Boolean(), improvement: Double, error: Double });
const HistoryAnswer = Type.Object({
  points: Type.Array(Type.Object({ number: Type.Integer(), improvement: Double, error: Double })),
});

/** Whether a study may end, and how that has come about. */
export async function terminationRoutes(
  instance: FastifyInstance,
  { store }: { store: StudyStore },
): Promise<void> {
  const app = instance.withTypeProvider<TypeBoxTypeProvider>();
  const shared = { tags: ['sweeps'], params: StudyPath };
  const failures = { 400: Failure, 404: Failure };
  const advices = new Remembered<Advice>();
  const histories = new Remembered<TerminatorPoint[]>();

  app.get(
    '/api/sweeps/studies/:study_id/terminator',
    {
      schema: {
        ...shared,
        summary: 'Whether more trials are worth their while: not, where improvement is below error',
        querystring: TerminatorQuery,
        response: { 200: TerminatorAnswer, ...failures },
      },
    },
    async ({ params: { study_id }, query }) => {
      const id = idOf(study_id);
      const direction = await directionOf(store, id);
      const terminator = new Terminator({ ...evaluatorsOf(query), minTrials: query.min_trials });
      const trials = await store.getTrials(id, ['COMPLETE']);
      const { stop, improvement, error } = await advices.of(id, JSON.stringify(query), trials, () =>
        terminator.advise(trials, direction),
      );
      return { stop, improvement: shown(improvement), error: shown(error) };
    },
  );

  app.get(
    '/api/sweeps/studies/:study_id/terminator/history',
    {
      schema: {
        ...shared,
        summary: 'What the terminator would have said after some of the complete trials',
        querystring: HistoryQuery,
        response: { 200: HistoryAnswer, ...failures },
      },
    },
    async ({ params: { study_id }, query }) => {
      const id = idOf(study_id);
      const direction = await directionOf(store, id);
      const trials = await store.getTrials(id, ['COMPLETE']);
      const points = await histories.of(id, JSON.stringify(query), trials, () =>
        terminatorHistory(evaluatorsOf(query), trials, direction, query.points),
      );
      return {
        points: points.map(({ number, improvement, error }) => ({
          number,
          improvement: shown(improvement),
          error: shown(error),
        })),
      };
    },
  );
}

async function directionOf(store: StudyStore, id: number): Promise<Direction> {
  const [direction, ...more] = (await store.getStudy(id)).directions;
  if (direction && more.length === 0) return direction;
  throw invalid(`A terminator is for one objective, and study ${id} has ${more.length + 1}.`);
}

type Evaluators = { improvement: ImprovementEvaluator; error: ErrorEvaluator };

function evaluatorsOf(query: Omit<Static<typeof TerminatorQuery>, 'min_trials'>): Evaluators {
  const { improvement, error } = byName(query);
  return { improvement, error: query.error === undefined ? error : new StaticError(query.error) };
}

function byName({ improvement, max_stagnation_trials }: Parameters<typeof evaluatorsOf>[0]): Evaluators {
  if (improvement === 'regret_bound')
    return { improvement: new RegretBound(), error: new CrossValidationError() };
  if (improvement === 'emmr') {
    const regret = new ModelRegret();
    return { improvement: regret, error: new MedianError(regret) };
  }
  return { improvement: new BestValueStagnation(max_stagnation_trials), error: new StaticError(0) };
}

function shown(value: number | null): number | string | null {
  return value === null ? null : double(value);
}
