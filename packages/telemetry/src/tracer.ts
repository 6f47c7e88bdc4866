import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import {
  type Context,
  context,
  propagation,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import {
  defaultResource,
  detectResources,
  envDetector,
  resourceFromAttributes,
} from '@opentelemetry/resources';
import { BasicTracerProvider, BatchSpanProcessor, ConsoleSpanExporter } from '@opentelemetry/sdk-trace-base';
import type { Attributes, Span } from './tracing.ts';

/** Where Node's `fetch` tells of each request that it is about to send. */
const FETCH_CHANNEL = 'undici:request:create';

type Environment = Readonly<Record<string, string | undefined>>;

export interface Begun {
  attributes?: Attributes;
  /** Whether it answers another process; else it is work inside of this one. */
  isServer?: boolean;
  /** Of the caller, whose trace goes on. */
  headers?: Record<string, string | string[] | undefined>;
}

/** OpenTelemetry's SDK, told what to do by its variables. */
export class Tracer {
  readonly #provider: BasicTracerProvider;
  /** Of the process that started this one. */
  readonly #parent: Context;
  readonly #passOn = (message: unknown): void => {
    const traceparent = this.current();
    const { request } = message as { request: { addHeader(name: string, value: string): void } };
    if (traceparent) request.addHeader('traceparent', traceparent);
  };

  constructor(env: Environment, version: string) {
    // The SDK knows the process's variables alone, and ours may be in a file.
    for (const [name, value] of Object.entries(env))
      if (name.startsWith('OTEL_') && value !== undefined) process.env[name] ??= value;
    const protocol =
      env.OTEL_EXPORTER_OTLP_TRACES_PROTOCOL ?? env.OTEL_EXPORTER_OTLP_PROTOCOL ?? 'http/protobuf';
    if (protocol !== 'http/protobuf')
      console.warn(
        `traces: OTEL_EXPORTER_OTLP_PROTOCOL is ${protocol}; they are sent as http/protobuf, the port is 4318 as a rule.`,
      );
    const exporter =
      env.OTEL_TRACES_EXPORTER === 'console' ? new ConsoleSpanExporter() : new OTLPTraceExporter();
    this.#provider = new BasicTracerProvider({
      resource: defaultResource()
        .merge(resourceFromAttributes({ 'service.name': 'orrery', 'service.version': version }))
        .merge(detectResources({ detectors: [envDetector] })),
      spanProcessors: [new BatchSpanProcessor(exporter)],
    });
    context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
    propagation.setGlobalPropagator(new W3CTraceContextPropagator());
    this.#parent = propagation.extract(ROOT_CONTEXT, {
      traceparent: env.TRACEPARENT,
      tracestate: env.TRACESTATE,
    });
    subscribe(FETCH_CHANNEL, this.#passOn);
  }

  /** Runs some work inside of a new span, which the work ends. */
  run<T>(name: string, { attributes = {}, isServer = false, headers }: Begun, work: (span: Span) => T): T {
    const active = context.active() === ROOT_CONTEXT ? this.#parent : context.active();
    const around = headers ? propagation.extract(ROOT_CONTEXT, headers) : active;
    const kind = isServer ? SpanKind.SERVER : SpanKind.INTERNAL;
    const span = this.#provider.getTracer('orrery').startSpan(name, { attributes, kind }, around);
    const handle: Span = {
      set: (more) => span.setAttributes(more),
      fail: (message) => span.setStatus({ code: SpanStatusCode.ERROR, message }),
      end: (error) => {
        if (error) {
          span.recordException(error);
          span.setStatus({ code: SpanStatusCode.ERROR, message: error.message });
        }
        span.end();
      },
    };
    return context.with(trace.setSpan(around, span), () => work(handle));
  }

  /** How another process goes on with the span that this is called in, as the variable `TRACEPARENT`; null outside of one. */
  current(): string | null {
    const carrier: { traceparent?: string } = {};
    propagation.inject(context.active(), carrier);
    return carrier.traceparent ?? null;
  }

  async close(): Promise<void> {
    // A collector that is away keeps nothing from ending.
    unsubscribe(FETCH_CHANNEL, this.#passOn);
    await this.#provider.shutdown().catch(() => {});
    context.disable();
    propagation.disable();
  }
}
