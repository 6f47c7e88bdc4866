import type { FastifyRequest } from 'fastify';

/** One method of MLflow's service: a path below `/api/2.0/mlflow` and what it answers with. */
export interface Route {
  method: 'GET' | 'POST' | ('GET' | 'POST')[];
  path: string;
  handle(request: FastifyRequest): Promise<object>;
}
