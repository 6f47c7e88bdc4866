import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import { OrreryError } from '@orrery/core';
import type { StudyStore } from '@orrery/sweeps';
import type { FastifyInstance } from 'fastify';
import { Failure } from '../workbench/schemas.ts';
import { idOf, NoteAnswer, NoteBody, StudyPath } from './schemas.ts';

/** How much of a note one attribute holds, as optuna-dashboard splits it. */
const PIECE = 2045;

/**
 * Notes of studies and trials, kept where optuna-dashboard keeps them, so that each shows what the other wrote:
 * attributes of the study, since those of a finished trial cannot change.
 */
export async function noteRoutes(instance: FastifyInstance, { store }: { store: StudyStore }): Promise<void> {
  const app = instance.withTypeProvider<TypeBoxTypeProvider>();
  app.put(
    '/api/sweeps/studies/:study_id/note',
    {
      schema: {
        tags: ['sweeps'],
        summary: 'Write the note of a study or of one of its trials',
        params: StudyPath,
        body: NoteBody,
        response: { 200: NoteAnswer, 400: Failure, 404: Failure, 409: Failure },
      },
    },
    async ({ params: { study_id }, body: { text, version, trial } }) => {
      const studyId = idOf(study_id);
      const { systemAttrs } = await store.getStudy(studyId);
      const owner = trial === undefined ? '' : `${await store.findTrialId(studyId, trial)}:`;
      const prefix = `dashboard:${owner}`;
      const stored = Number(systemAttrs[`${prefix}note_ver`] ?? 0);
      if (version !== stored) {
        throw new OrreryError(
          'INVALID_STATE',
          `The note was changed meanwhile: version ${stored} is stored, yours comes from version ${version}. ` +
            'Keep your text, read the note again and write it anew.',
        );
      }
      const pieces = piecesOf(text);
      const before = Object.keys(systemAttrs).filter((key) => key.startsWith(`${prefix}note_str:`)).length;
      await store.setStudySystemAttr(studyId, `${prefix}note_ver`, stored + 1);
      for (let index = 0; index < Math.max(before, pieces.length); index += 1) {
        await store.setStudySystemAttr(studyId, `${prefix}note_str:${index}`, pieces[index] ?? '');
      }
      return { version: stored + 1 };
    },
  );
}

/** Counted in code points, as Python counts. */
function piecesOf(text: string): string[] {
  const points = [...text];
  return Array.from({ length: Math.ceil(points.length / PIECE) }, (_, index) =>
    points.slice(index * PIECE, (index + 1) * PIECE).join(''),
  );
}
