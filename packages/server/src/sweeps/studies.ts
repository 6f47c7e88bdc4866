import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import { studyNeed } from '@orrery/access';
import { OrreryError } from '@orrery/core';
import {
  createStudy,
  keepSettings,
  type StudyRecord,
  type StudySettings,
  type StudyStore,
  stopStudy,
} from '@orrery/sweeps';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { readableBy } from '../access/readable.ts';
import { Failure } from '../workbench/schemas.ts';
import { studyAnswer } from './answers.ts';
import type { OpenStudies } from './open-studies.ts';
import {
  idOf,
  NewStudyBody,
  Nothing,
  StopBody,
  StudiesAnswer,
  StudyAnswer,
  StudyChange,
  StudyPath,
} from './schemas.ts';

/** Studies: made, listed, renamed, stopped and deleted. */
export async function studyRoutes(
  instance: FastifyInstance,
  { store, studies }: { store: StudyStore; studies: OpenStudies },
): Promise<void> {
  const app = instance.withTypeProvider<TypeBoxTypeProvider>();
  const tags = ['sweeps'];
  const one = { params: StudyPath, response: { 200: StudyAnswer, 400: Failure, 404: Failure } };
  const answer = async (id: number) => ({ study: studyAnswer(await store.getSummary(id)) });

  app.get(
    '/api/sweeps/studies',
    {
      schema: {
        tags,
        summary: 'All studies, or the one of a name',
        querystring: Type.Object({ name: Type.Optional(Type.String()) }),
        response: { 200: StudiesAnswer },
      },
    },
    async (request) => {
      const { name } = request.query;
      const mayRead = readableBy<StudyRecord>(request, ({ studyId }) => studyNeed(studyId, 'read'));
      if (name === undefined)
        return { studies: (await store.getSummaries()).filter(mayRead).map(studyAnswer) };
      const found = await store.findStudy(name);
      return { studies: found && mayRead(found) ? [studyAnswer(await store.getSummary(found.studyId))] : [] };
    },
  );

  app.post(
    '/api/sweeps/studies',
    {
      schema: {
        tags,
        summary: 'Make a study, or with load_if_exists go on with it',
        body: NewStudyBody,
        response: { 200: StudyAnswer, 201: StudyAnswer, 400: Failure },
      },
    },
    async ({ body }, reply) => {
      const {
        name = null,
        directions = ['minimize'],
        user_attrs,
        load_if_exists = false,
        ...settings
      } = body;
      const found = name !== null && load_if_exists ? await store.findStudy(name) : null;
      if (found && body.directions && String(found.directions) !== String(directions)) {
        throw new OrreryError(
          'INVALID_PARAMETER_VALUE',
          `The study '${name}' exists and is to ${found.directions.join(', ')}, not to ${directions.join(', ')}. ` +
            'Name another study, or change the directions.',
        );
      }
      if (found) return answer(found.studyId);
      const made = await createStudy(store, name, directions, settings as Partial<StudySettings>).catch(
        (error) => {
          // Another worker made it meanwhile.
          if (load_if_exists && error.code === 'RESOURCE_ALREADY_EXISTS') return null;
          throw error;
        },
      );
      const studyId = made?.studyId ?? (await store.getStudyId(name as string));
      if (made) await setAttrs(studyId, user_attrs);
      reply.code(made ? 201 : 200);
      return answer(studyId);
    },
  );

  app.get(
    '/api/sweeps/studies/:study_id',
    { schema: { tags, summary: 'One study', ...one } },
    async ({ params: { study_id } }) => answer(idOf(study_id)),
  );

  app.patch(
    '/api/sweeps/studies/:study_id',
    {
      schema: {
        tags,
        summary: 'Rename a study, set attributes or settings; what is not named stays',
        body: StudyChange,
        ...one,
      },
    },
    async ({ params: { study_id }, body: { name, user_attrs, ...settings } }) => {
      const id = idOf(study_id);
      await store.getStudy(id);
      await keepSettings(store, id, settings as Partial<StudySettings>);
      if (name !== undefined) await store.renameStudy(id, name);
      await setAttrs(id, user_attrs);
      return answer(id);
    },
  );

  app.post(
    '/api/sweeps/studies/:study_id/stop',
    { schema: { tags, summary: 'Begin no more trials', body: StopBody, ...one } },
    async ({ params: { study_id }, body }) => {
      const id = idOf(study_id);
      await stopStudy(store, id, body.reason ?? 'stopped by request');
      return answer(id);
    },
  );

  app.post(
    '/api/sweeps/studies/:study_id/resume',
    { schema: { tags, summary: 'Begin trials again', body: Nothing, ...one } },
    async ({ params: { study_id } }) => {
      const id = idOf(study_id);
      await stopStudy(store, id, null);
      return answer(id);
    },
  );

  app.delete(
    '/api/sweeps/studies/:study_id',
    {
      schema: {
        tags,
        summary: 'Delete a study and its trials, for good',
        params: StudyPath,
        response: { 200: Nothing, 404: Failure },
      },
    },
    async ({ params: { study_id } }) => {
      const id = idOf(study_id);
      await store.deleteStudy(id);
      studies.forget(id);
      return {};
    },
  );

  async function setAttrs(studyId: number, attrs: Record<string, unknown> = {}): Promise<void> {
    await Promise.all(
      Object.entries(attrs).map(([key, value]) => store.setStudyUserAttr(studyId, key, value)),
    );
  }
}
