import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { examine } from '../care/doctor/index.ts';
import type { ServerConfig } from '../config.ts';

const Answer = Type.Object({
  findings: Type.Array(
    Type.Object({
      name: Type.String(),
      detail: Type.String(),
      problem: Type.Union([Type.String({ description: 'What is wrong, and what to do' }), Type.Null()]),
      isOptional: Type.Optional(Type.Boolean({ description: 'Whether only some jobs need it' })),
    }),
  ),
});

/** What `orrery doctor` finds, for the page of the services. */
export async function doctorRoutes(
  instance: FastifyInstance,
  { config }: { config: ServerConfig },
): Promise<void> {
  instance
    .withTypeProvider<TypeBoxTypeProvider>()
    .post(
      '/api/workbench/doctor',
      { schema: { tags: ['services'], summary: 'What orrery doctor finds', response: { 200: Answer } } },
      async () => ({ findings: await examine(config) }),
    );
}
