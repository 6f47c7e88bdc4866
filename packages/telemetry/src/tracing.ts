import type { Tracer } from './tracer.ts';

type Environment = Readonly<Record<string, string | undefined>>;
export type Attributes = Record<string, string | number | boolean | undefined>;

/** A piece of work as a trace shows it. */
export interface Span {
  set(attributes: Attributes): void;
  /** Marks it as failed, though nothing was thrown. */
  fail(why: string): void;
  /** @param error why it failed, where it did */
  end(error?: Error): void;
}

const EXPORTERS = ['otlp', 'console', 'none'];

let tracer: Tracer | null = null;

/** What makes spans; null where nobody asked for traces. */
export function tracing(): Tracer | null {
  return tracer;
}

/**
 * Begins to send traces where OpenTelemetry's variables ask for it (`OTEL_EXPORTER_OTLP_ENDPOINT`, `OTEL_TRACES_EXPORTER`, …);
 * without them nothing is loaded.
 *
 * @see https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/
 */
export async function startTracing(env: Environment, version: string): Promise<void> {
  if (tracer || !wantsTraces(env)) return;
  const { Tracer } = await import('./tracer.ts');
  tracer = new Tracer(env, version);
}

/** Sends what has not been sent. */
export async function stopTracing(): Promise<void> {
  const ended = tracer;
  tracer = null;
  await ended?.close();
}

/** Does some work as a span of the one that it is called in, where traces are wanted. */
export async function inSpan<T>(
  name: string,
  attributes: Attributes,
  work: (span: Span | null) => Promise<T>,
): Promise<T> {
  if (!tracer) return work(null);
  return tracer.run(name, { attributes }, async (span) => {
    try {
      const done = await work(span);
      span.end();
      return done;
    } catch (error) {
      span.end(error as Error);
      throw error;
    }
  });
}

/** Makes a span of each call of some methods of an object, where traces are wanted. */
export function traceMethods<T extends object>(
  target: T,
  name: string,
  methods: readonly (keyof T & string)[],
  attributes: Attributes,
): T {
  if (!tracer) return target;
  for (const method of methods) {
    const original = target[method] as (...args: unknown[]) => Promise<unknown>;
    Object.defineProperty(target, method, {
      value: (...args: unknown[]) =>
        inSpan(`${name} ${method}`, attributes, () => original.apply(target, args)),
    });
  }
  return target;
}

function wantsTraces(env: Environment): boolean {
  if (env.OTEL_SDK_DISABLED?.toLowerCase() === 'true') return false;
  const exporter = env.OTEL_TRACES_EXPORTER;
  if (exporter && !EXPORTERS.includes(exporter)) {
    console.warn(
      `traces: OTEL_TRACES_EXPORTER is ${exporter}; none are sent. What is known: ${EXPORTERS.join(', ')}.`,
    );
    return false;
  }
  if (exporter) return exporter !== 'none';
  return Boolean(env.OTEL_EXPORTER_OTLP_ENDPOINT || env.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT);
}
