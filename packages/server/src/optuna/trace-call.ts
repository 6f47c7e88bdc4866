import { status } from '@grpc/grpc-js';
import { tracing } from '@orrery/telemetry';
import type { Call } from './door.ts';
import { asServiceError } from './errors.ts';

/** The codes that are the server's fault, by OpenTelemetry's conventions for gRPC servers. */
const FAULTS = new Set([
  status.UNKNOWN,
  status.DEADLINE_EXCEEDED,
  status.UNIMPLEMENTED,
  status.INTERNAL,
  status.UNAVAILABLE,
  status.DATA_LOSS,
]);

/** Makes a span of each call, where traces are wanted, which goes on with its caller's trace. */
export function traceCall(method: string, answer: Call): Call {
  const tracer = tracing();
  if (!tracer) return answer;
  const service = 'optuna.StorageService';
  const attributes = { 'rpc.system.name': 'grpc', 'rpc.method': `${service}/${method}` };
  return (call) => {
    const headers = Object.fromEntries(
      ['traceparent', 'tracestate'].map((name) => [name, call.metadata.get(name)[0]?.toString()]),
    );
    return tracer.run(`${service}/${method}`, { attributes, isServer: true, headers }, async (span) => {
      try {
        const reply = await answer(call);
        span.set({ 'rpc.response.status_code': 'OK' });
        span.end();
        return reply;
      } catch (error) {
        const code = asServiceError(error as Error).code ?? status.UNKNOWN;
        span.set({ 'rpc.response.status_code': status[code] });
        span.end(FAULTS.has(code) ? (error as Error) : undefined);
        throw error;
      }
    });
  };
}
