import type { FastifyRequest } from 'fastify';

type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';

/** One method of MLflow's service: a path below `/api/2.0/mlflow` and what it answers with. */
export interface Route {
  method: Method | Method[];
  path: string;
  handle(request: FastifyRequest): Promise<object>;
}
