import type { FastifyInstance } from 'fastify';
import { Calls } from './calls.ts';
import type { Measured } from './exposition.ts';

/** What is counted, and more, at `/metrics` in the form that Prometheus reads. */
export class Metrics {
  readonly requests = new Calls('method', 'route', 'status');
  readonly storageCalls = new Calls('method', 'status');

  show(app: FastifyInstance, measured: Omit<Measured, 'requests' | 'storageCalls'>): void {
    // What puts it together is loaded when it is asked for the first time.
    const open = async () => {
      const { Exposition } = await import('./exposition.ts');
      return new Exposition({ ...measured, requests: this.requests, storageCalls: this.storageCalls });
    };
    let exposition: ReturnType<typeof open> | undefined;
    app.get('/metrics', async (_request, reply) => {
      exposition ??= open();
      const { contentType } = await exposition;
      return reply.type(contentType).send(await (await exposition).text());
    });
  }
}
