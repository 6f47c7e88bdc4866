import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import {
  type FrozenTrial,
  IMPORTANCE_EVALUATORS,
  inThread,
  readTrials,
  type StudyStore,
  type Target,
  volumeProblem,
} from '@orrery/sweeps';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { Failure } from '../workbench/schemas.ts';
import { Remembered } from './remembered.ts';
import { idOf, StudyPath } from './schemas.ts';

const ImportanceQuery = Type.Object({
  evaluator: Type.Unsafe<string>({ enum: IMPORTANCE_EVALUATORS, default: 'ped_anova' }),
  target: Type.Optional(
    Type.String({ pattern: '^(\\d+|duration)$', description: 'An objective, counted from 0, or duration' }),
  ),
});
const ImportanceAnswer = Type.Object({
  evaluator: Type.String(),
  target: Type.Union([Type.Integer(), Type.Literal('duration'), Type.Null()]),
  trials: Type.Integer({ description: 'Complete trials' }),
  importances: Type.Array(Type.Object({ param: Type.String(), importance: Type.Number() })),
});

const VolumeQuery = Type.Object({
  reference: Type.String({ description: 'A value for each objective, worse than what is hoped for: 1.1,0' }),
});
const VolumeAnswer = Type.Object({
  hypervolumes: Type.Array(Type.Object({ number: Type.Integer(), hypervolume: Type.Number() })),
});

/** What can be said of a study as a whole: which parameters matter, and what is reached. */
export async function analysisRoutes(
  instance: FastifyInstance,
  { store }: { store: StudyStore },
): Promise<void> {
  const app = instance.withTypeProvider<TypeBoxTypeProvider>();
  const tags = ['sweeps'];
  const failures = { 400: Failure, 404: Failure };
  const importances = new Remembered<[param: string, importance: number][]>();
  const volumes = new Remembered<[number: number, volume: number][]>();
  const complete = (id: number): Promise<readonly FrozenTrial[]> => store.getTrials(id, ['COMPLETE']);

  app.get(
    '/api/sweeps/studies/:study_id/importance',
    {
      schema: {
        tags,
        summary: 'How much each parameter matters, the most first, all of them together 1',
        params: StudyPath,
        querystring: ImportanceQuery,
        response: { 200: ImportanceAnswer, ...failures },
      },
    },
    async ({ params: { study_id }, query: { evaluator, target: asked } }) => {
      const id = idOf(study_id);
      const { directions } = await store.getStudy(id);
      const target = readTarget(asked);
      const trials = await complete(id);
      const found = await importances.of(id, `${evaluator} ${target}`, trials, async () => {
        const data = readTrials(trials, directions, target);
        return Object.entries(await inThread('importance', { evaluator, data }));
      });
      return {
        evaluator,
        target,
        trials: trials.length,
        importances: found.map(([param, importance]) => ({ param, importance })),
      };
    },
  );

  app.get(
    '/api/sweeps/studies/:study_id/hypervolume',
    {
      schema: {
        tags,
        summary: 'What trials of several objectives dominate together, after each that was complete',
        params: StudyPath,
        querystring: VolumeQuery,
        response: { 200: VolumeAnswer, ...failures },
      },
    },
    async ({ params: { study_id }, query: { reference } }) => {
      const id = idOf(study_id);
      const { directions } = await store.getStudy(id);
      const trials = await complete(id);
      const found = await volumes.of(id, reference, trials, async () =>
        inThread('hypervolumes', volumeProblem(trials, directions, reference.split(',').map(Number))),
      );
      return { hypervolumes: found.map(([number, hypervolume]) => ({ number, hypervolume })) };
    },
  );
}

function readTarget(asked: string | undefined): Target | null {
  if (asked === undefined) return null;
  return asked === 'duration' ? asked : Number(asked);
}
