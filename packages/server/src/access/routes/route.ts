import type { Access, Caller } from '@orrery/access';
import type { FastifyReply } from 'fastify';
import type { Asked } from '../asked.ts';

export interface AccountQuestion {
  asked: Asked;
  caller: Caller;
  reply: FastifyReply;
}

/** One of MLflow's routes of users and roles, or Orrery's of tokens. */
export interface AccountRoute {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Below that of MLflow's service; whole where it is one of Orrery's own. */
  path: string;
  /** Resolves to what is sent as JSON, or to a text that is sent as it is. */
  handle(question: AccountQuestion, access: Access): Promise<object | string>;
}
