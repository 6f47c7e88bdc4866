import fastify, { type FastifyInstance, LogController } from 'fastify';
import { authorizeRequests, type GuardParts } from '../access/guard.ts';
import { answerErrors } from '../errors.ts';
import { guard } from './guard.ts';

const MOST_BYTES_OF_A_BODY = 8 * 2 ** 20;

/**
 * An app for Orrery's own routes: bodies are checked by their schemas, and no page from elsewhere gets in.
 *
 * @param access null where everybody may do everything
 */
export function innerApp(access: GuardParts | null): FastifyInstance {
  const app = fastify({
    logger: { level: process.env.ORRERY_LOG_LEVEL ?? 'warn' },
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: MOST_BYTES_OF_A_BODY,
    trustProxy: access ? access.trustProxy : false,
    ajv: { customOptions: { allErrors: true, coerceTypes: 'array', removeAdditional: false } },
  });
  answerErrors(app);
  // Answers are ours: their schemas describe them, and need not take time and memory to serialise them.
  app.setSerializerCompiler(() => JSON.stringify);
  app.addHook('onRequest', guard);
  if (access) authorizeRequests(app, access);
  return app;
}
