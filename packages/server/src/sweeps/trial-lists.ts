import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import { invalid } from '@orrery/core';
import { type FrozenTrial, paretoFront, type StudyStore } from '@orrery/sweeps';
import type { FastifyInstance } from 'fastify';
import { Failure } from '../workbench/schemas.ts';
import { type TrialAnswer, trialAnswer } from './answers.ts';
import { Changes } from './changes.ts';
import { studyExport } from './export.ts';
import { filterTrials, orderTrials } from './filter.ts';
import { ExportQuery, idOf, StudyPath, TrialListAnswer, TrialQuery, TrialsAnswer } from './schemas.ts';

/** The trials of a study, as a page or a program reads them. */
export async function trialListRoutes(
  instance: FastifyInstance,
  { store }: { store: StudyStore },
): Promise<void> {
  const app = instance.withTypeProvider<TypeBoxTypeProvider>();
  const tags = ['sweeps'];
  const changes = new Changes();

  app.get(
    '/api/sweeps/studies/:study_id/trials',
    {
      schema: {
        tags,
        summary: 'Trials of a study: all, a page of those that a filter lets through, or what has changed',
        params: StudyPath,
        querystring: TrialQuery,
        response: { 200: TrialListAnswer, 400: Failure, 404: Failure },
      },
    },
    async ({ params: { study_id }, query }) => {
      const { after, state, text, order, offset = 0, limit = Number.POSITIVE_INFINITY } = query;
      const id = idOf(study_id);
      const shown = trialShape(query.omit);
      const trials = await store.getTrials(id);
      if (after !== undefined) {
        if (state ?? text ?? order ?? query.offset)
          throw invalid(
            "'after' gives every trial that has changed: leave out state, text, order and offset.",
          );
        const { changed, ...rest } = changes.since(id, trials, after, limit);
        return { trials: changed.map(shown), total: trials.length, ...rest };
      }
      const found = orderTrials(filterTrials(trials, { state, text }), order);
      const page = found.slice(offset, offset + limit);
      return { trials: page.map(shown), total: found.length, more: offset + page.length < found.length };
    },
  );

  app.get(
    '/api/sweeps/studies/:study_id/best',
    {
      schema: {
        tags,
        summary: 'The best trial, or with several objectives those that no other dominates',
        params: StudyPath,
        response: { 200: TrialsAnswer, 404: Failure },
      },
    },
    async ({ params: { study_id } }) => {
      const id = idOf(study_id);
      const { directions } = await store.getStudy(id);
      if (directions.length > 1)
        return { trials: paretoFront(await store.getTrials(id), directions).map(trialAnswer) };
      const best = await store.getBestTrial(id);
      return { trials: best ? [trialAnswer(best)] : [] };
    },
  );

  app.get(
    '/api/sweeps/studies/:study_id/export',
    {
      schema: {
        tags,
        summary: 'All of a study as a file',
        params: StudyPath,
        querystring: ExportQuery,
        produces: ['text/csv', 'application/json'],
      },
    },
    async ({ params: { study_id }, query: { format = 'csv' } }, reply) => {
      const id = idOf(study_id);
      const [study, trials] = await Promise.all([store.getSummary(id), store.getTrials(id)]);
      const name = study.name.replace(/[^\w.-]+/g, '_');
      return reply
        .header('content-disposition', `attachment; filename="${name}.${format}"`)
        .type(format === 'csv' ? 'text/csv; charset=utf-8' : 'application/json')
        .serializer(String)
        .send(studyExport(study, trials, format));
    },
  );
}

/** A trial without the fields that nobody asked for. */
function trialShape(omit = ''): (trial: FrozenTrial) => Partial<TrialAnswer> {
  const left = omit.split(',').filter((name) => name !== '') as (keyof TrialAnswer)[];
  return (trial) => {
    const answer: Partial<TrialAnswer> = trialAnswer(trial);
    for (const name of left) delete answer[name];
    return answer;
  };
}
