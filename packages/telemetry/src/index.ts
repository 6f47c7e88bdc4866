export { inSpan, type Span, startTracing, stopTracing, traceMethods, tracing } from './tracing.ts';
