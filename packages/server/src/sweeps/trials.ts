import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import { invalid } from '@orrery/core';
import {
  askAsSet,
  constraintKey,
  type FinishedState,
  type StudyStore,
  spaceOf,
  toJson,
  waitingTrial,
} from '@orrery/sweeps';
import type { FastifyInstance } from 'fastify';
import { Failure } from '../workbench/schemas.ts';
import { trialAnswer } from './answers.ts';
import type { OpenStudies } from './open-studies.ts';
import {
  AskAnswer,
  AskBody,
  EnqueueAnswer,
  EnqueueBody,
  idOf,
  PruneAnswer,
  ReportBody,
  StudyPath,
  SuggestAnswer,
  SuggestBody,
  TellBody,
  TrialAnswer,
  TrialChange,
  TrialPath,
} from './schemas.ts';

const TRIAL = '/api/sweeps/studies/:study_id/trials/:number';

/** Ask and tell, by one request each. */
export async function trialRoutes(
  instance: FastifyInstance,
  { store, studies }: { store: StudyStore; studies: OpenStudies },
): Promise<void> {
  const app = instance.withTypeProvider<TypeBoxTypeProvider>();
  const tags = ['sweeps'];
  const refused = { 400: Failure, 404: Failure };

  app.post(
    '/api/sweeps/studies/:study_id/ask',
    {
      schema: {
        tags,
        summary: 'Begin a trial: an enqueued one, or one that the sampler fills',
        params: StudyPath,
        body: AskBody,
        response: { 200: AskAnswer, ...refused },
      },
    },
    async ({ params: { study_id }, body }) => {
      const { trial, done } = await askAsSet(await studies.get(idOf(study_id)), body.space);
      if (trial === null) return { trial, done };
      await setAttrs(trial.id, body.user_attrs);
      return { trial: { trial_id: trial.id, number: trial.number, params: trial.params }, done };
    },
  );

  app.post(
    '/api/sweeps/studies/:study_id/enqueue',
    {
      schema: {
        tags,
        summary: 'Have a trial run with these params, before others',
        params: StudyPath,
        body: EnqueueBody,
        response: { 201: EnqueueAnswer, 200: EnqueueAnswer, ...refused },
      },
    },
    async ({ params: { study_id }, body: { params, user_attrs = {}, skip_if_exists = false } }, reply) => {
      const id = idOf(study_id);
      if (skip_if_exists && (await hasTried(id, params))) return { trial: null };
      const userAttrs = new Map(Object.entries(user_attrs).map(([key, value]) => [key, toJson(value)]));
      const { trialId, number } = await store.createTrial(id, { ...waitingTrial(params), userAttrs });
      reply.code(201);
      return { trial: { trial_id: trialId, number } };
    },
  );

  app.get(
    TRIAL,
    {
      schema: {
        tags,
        summary: 'One trial, by its number',
        params: TrialPath,
        response: { 200: TrialAnswer, ...refused },
      },
    },
    async ({ params }) => answer(await trialId(params)),
  );

  app.patch(
    TRIAL,
    {
      schema: {
        tags,
        summary: 'Set attributes of a trial that runs',
        params: TrialPath,
        body: TrialChange,
        response: { 200: TrialAnswer, ...refused },
      },
    },
    async ({ params, body: { user_attrs } }) => {
      const id = await trialId(params);
      await setAttrs(id, user_attrs);
      return answer(id);
    },
  );

  app.post(
    `${TRIAL}/suggest`,
    {
      schema: {
        tags,
        summary: 'More params of a trial that runs, which may depend on those that it has',
        params: TrialPath,
        body: SuggestBody,
        response: { 200: SuggestAnswer, ...refused },
      },
    },
    async ({ params, body: { space } }) => {
      const study = await studies.get(idOf(params.study_id));
      const trial = await study.resume(await trialId(params));
      await trial.suggestAll(spaceOf(space));
      return { params: trial.params };
    },
  );

  app.post(
    `${TRIAL}/report`,
    {
      schema: {
        tags,
        summary: 'An intermediate value; says whether the trial is worth going on with',
        params: TrialPath,
        body: ReportBody,
        response: { 200: PruneAnswer, ...refused },
      },
    },
    async ({ params, body: { step, value } }) => {
      const [study, id] = await Promise.all([studies.get(idOf(params.study_id)), trialId(params)]);
      await Promise.all([
        study.report(id, step, Number(value)),
        study.heartbeat && store.recordHeartbeat(id),
      ]);
      return { should_prune: await study.shouldPrune(id) };
    },
  );

  app.get(
    `${TRIAL}/should_prune`,
    {
      schema: {
        tags,
        summary: 'Whether the trial is worth going on with',
        params: TrialPath,
        response: { 200: PruneAnswer, ...refused },
      },
    },
    async ({ params }) => {
      const study = await studies.get(idOf(params.study_id));
      return { should_prune: await study.shouldPrune(await trialId(params)) };
    },
  );

  app.post(
    `${TRIAL}/tell`,
    {
      schema: {
        tags,
        summary: 'End a trial: COMPLETE with its values, PRUNED or FAIL',
        params: TrialPath,
        body: TellBody,
        response: { 200: TrialAnswer, ...refused },
      },
    },
    async ({ params, body: { values, user_attrs, constraints = {}, ...rest } }) => {
      const state: FinishedState | undefined = rest.state ?? (values && 'COMPLETE');
      if (state === undefined) throw invalid("Tell 'values', or the 'state' PRUNED or FAIL.");
      const [study, id] = await Promise.all([studies.get(idOf(params.study_id)), trialId(params)]);
      await Promise.all([
        setAttrs(id, user_attrs),
        ...Object.entries(constraints).map(([name, value]) =>
          store.setTrialSystemAttr(id, constraintKey(name), value),
        ),
      ]);
      await study.tell(id, state, values?.map(Number));
      return answer(id);
    },
  );

  async function answer(id: number) {
    return { trial: trialAnswer(await store.getTrial(id)) };
  }

  function trialId({ study_id, number }: { study_id: string; number: string }): Promise<number> {
    return store.findTrialId(idOf(study_id), idOf(number, 'trial number'));
  }

  async function setAttrs(id: number, attrs: Record<string, unknown> = {}): Promise<void> {
    await Promise.all(Object.entries(attrs).map(([key, value]) => store.setTrialUserAttr(id, key, value)));
  }

  async function hasTried(studyId: number, params: Record<string, unknown>): Promise<boolean> {
    const wanted = JSON.stringify(Object.entries(params).sort());
    return (await store.getTrials(studyId)).some(({ params: own, systemAttrs }) => {
      const tried = { ...(systemAttrs.fixed_params as object | undefined), ...own };
      return JSON.stringify(Object.entries(tried).sort()) === wanted;
    });
  }
}
