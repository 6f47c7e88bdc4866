import { OrreryError } from '@orrery/core';
import type { StudyStore } from '@orrery/sweeps';
import { Ajv } from 'ajv';
import type { FastifyInstance } from 'fastify';
import { sendJson } from '../json.ts';
import { analysisRoutes } from './analysis.ts';
import { columnRoutes } from './columns.ts';
import { noteRoutes } from './notes.ts';
import { OpenStudies } from './open-studies.ts';
import { studyRoutes } from './studies.ts';
import { terminationRoutes } from './termination.ts';
import { trialListRoutes } from './trial-lists.ts';
import { trialRoutes } from './trials.ts';

/** Studies and their trials, and ask and tell for any language; see docs/wire.md. */
export async function sweepRoutes(app: FastifyInstance, { store }: { store: StudyStore }): Promise<void> {
  // A null or a text in a body is no number; a query has nothing but text.
  const body = new Ajv({ allErrors: true, strict: false, useDefaults: true });
  const query = new Ajv({ allErrors: true, strict: false, useDefaults: true, coerceTypes: 'array' });
  app.setValidatorCompiler(({ schema, httpPart }) => (httpPart === 'body' ? body : query).compile(schema));
  // A stop, an ask and the like may come with nothing to say, whatever type that is said to have.
  app.removeContentTypeParser('application/json');
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_, text, done) => {
    try {
      done(null, text === '' ? {} : JSON.parse(text as string));
    } catch (error) {
      done(Object.assign(error as Error, { statusCode: 400 }));
    }
  });
  app.addHook('preValidation', async (request) => {
    request.body ??= {};
  });
  app.setErrorHandler((error, _, reply) => {
    if (!(error instanceof OrreryError) || error.code !== 'INVALID_STATE') throw error;
    return sendJson(reply.code(409), { error_code: error.code, message: error.message });
  });
  const studies = new OpenStudies(store);
  await app.register(studyRoutes, { store, studies });
  await app.register(trialListRoutes, { store });
  await app.register(columnRoutes, { store });
  await app.register(noteRoutes, { store });
  await app.register(analysisRoutes, { store });
  await app.register(terminationRoutes, { store });
  await app.register(trialRoutes, { store, studies });
}
