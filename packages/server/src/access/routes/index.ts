import type { Access, Caller } from '@orrery/access';
import type { FastifyInstance } from 'fastify';
import { sendJson } from '../../json.ts';
import { textBodies } from '../../mlflow/bodies.ts';
import { SERVICE } from '../../mlflow/paths.ts';
import { Asked } from '../asked.ts';
import { callerOf } from '../caller-of.ts';
import { OLDER_PERMISSION_ROUTES } from './older-permissions.ts';
import { PERMISSION_ROUTES } from './permissions.ts';
import { ROLE_ROUTES } from './roles.ts';
import { OWN_ROUTES } from './tokens.ts';
import { USER_ROUTES } from './users.ts';

/** MLflow's API of users, roles and permissions, and Orrery's of tokens. */
export async function accountRoutes(app: FastifyInstance, { access }: { access: Access }): Promise<void> {
  textBodies(app);
  for (const { method, path, handle } of [
    ...USER_ROUTES,
    ...ROLE_ROUTES,
    ...PERMISSION_ROUTES,
    ...OLDER_PERMISSION_ROUTES,
    ...OWN_ROUTES,
  ]) {
    app.route({
      method,
      url: path.startsWith('/api/') ? path : SERVICE + path,
      async handler(request, reply) {
        const caller = callerOf(request) as Caller;
        const answer = await handle({ asked: new Asked(request), caller, reply }, access);
        return typeof answer === 'string' ? reply.send(answer) : sendJson(reply, answer);
      },
    });
  }
}
