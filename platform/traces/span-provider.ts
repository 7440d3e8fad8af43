import { context, type Context, createContextKey, ProxyTracerProvider, type TracerProvider } from '@opentelemetry/api';

/**
 * Makes each span with the provider of the part that works on the running request, so that parts which share a process
 * still have names of their own. Outside a request there is no such part, and a span is nothing.
 */
export const spanProvider: TracerProvider = {
  getTracer(...scope) {
    const tracer = () => (partProvider() ?? NONE).getTracer(...scope);
    return {
      startSpan: (...span) => tracer().startSpan(...span),
      // One function with three overloads: what came is passed on.
      startActiveSpan: (...span: unknown[]) => tracer().startActiveSpan(...(span as Parameters<ActiveSpan>)),
    };
  },
};

/** The provider of the part that works on the running request, if its spans are collected. */
export function partProvider(): TracerProvider | undefined {
  return context.active().getValue(PROVIDER) as TracerProvider | undefined;
}

export function withPartProvider(of: Context, provider: TracerProvider): Context {
  return of.setValue(PROVIDER, provider);
}

type ActiveSpan = ReturnType<TracerProvider['getTracer']>['startActiveSpan'];

const PROVIDER = createContextKey('the provider of the part that works on the request');

const NONE = new ProxyTracerProvider();
