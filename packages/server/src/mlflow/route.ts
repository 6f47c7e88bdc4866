import type { FastifyRequest } from 'fastify';

type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';

/** One method of MLflow's service: a path below `/api/2.0/mlflow` and what it answers with. */
export interface Route {
  method: Method | Method[];
  path: string;
  /** Resolves to what is sent as JSON; to a buffer where it is JSON already. */
  handle(request: FastifyRequest): Promise<object>;
}
