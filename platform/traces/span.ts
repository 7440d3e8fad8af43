import {
  type Attributes,
  context,
  propagation,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
  type TracerProvider,
} from '@opentelemetry/api';
import { ATTR_ERROR_TYPE } from '@opentelemetry/semantic-conventions';
import type { Caller } from '../auth/caller.ts';
import { callContext } from '../call-context.ts';
import { DomainError } from '../errors/domain-error.ts';
import type { ExposedSpan, NewSpan } from '../exposed-trace/exposed-span.ts';
import { inExposedSpan } from '../exposed-trace/in-exposed-span.ts';
import { partProvider, withPartProvider } from './span-provider.ts';

/** A span's name and attributes, as OpenTelemetry's conventions have them (https://opentelemetry.io/docs/specs/semconv/). */
export interface SpanDescription {
  name: string;
  attributes: Attributes;
  /** Is it work of this process that it calls for? Otherwise another's. */
  isInternal?: true;
  /** The same, as a request that asks for its trace is told of it. */
  exposed?: NewSpan;
}

/**
 * Begins the span of a request that this part answers, as a child of the caller's span
 * (https://www.w3.org/TR/trace-context/). Whoever begins it ends it.
 *
 * @param provider the part's own; without one there is no span.
 * @param read one header's value, by its name in lower case.
 * @returns `run` for the work that belongs to the span.
 */
export function startServerSpan(
  provider: TracerProvider | undefined,
  describe: () => SpanDescription,
  read: (header: string) => string | undefined,
): { span: Span | undefined; run: <T>(work: () => T) => T } {
  if (!provider) return { span: undefined, run: (work) => work() };
  const { name, attributes } = describe();
  const caller = propagation.extract(withPartProvider(ROOT_CONTEXT, provider), read, HEADERS);
  const span = provider.getTracer(SCOPE).startSpan(name, { kind: SpanKind.SERVER, attributes }, caller);
  return { span, run: (work) => context.with(trace.setSpan(caller, span), work) };
}

/**
 * Makes a call of the running request in a span of its own, which the call's headers name as its caller. Without a collector
 * there is none, and no exposed one where the request does not ask for its trace.
 *
 * @param typeOf names the kind of a failure.
 */
export function inClientSpan<T>(
  describe: () => SpanDescription,
  call: (span: Span | undefined, exposed: ExposedSpan | undefined) => Promise<T>,
  typeOf: (error: unknown) => string = errorType,
): Promise<T> {
  const provider = partProvider();
  const recorder = callContext.getStore()?.trace;
  if (!provider && !recorder) return call(undefined, undefined);
  const { name, attributes, exposed, isInternal } = describe();
  const kind = isInternal ? SpanKind.INTERNAL : SpanKind.CLIENT;
  const span = provider?.getTracer(SCOPE).startSpan(name, { kind, attributes });
  const run = (record?: ExposedSpan) =>
    span ? inSpan(span, (own) => call(own, record), typeOf) : call(undefined, record);
  return recorder && exposed ? inExposedSpan(recorder, exposed, run, typeOf) : run();
}

async function inSpan<T>(span: Span, call: (span: Span) => Promise<T>, typeOf: (error: unknown) => string): Promise<T> {
  try {
    return await context.with(trace.setSpan(context.active(), span), () => call(span));
  } catch (error) {
    markFailed(span, typeOf(error));
    throw error;
  } finally {
    span.end();
  }
}

/** Says in a request's span who asks, as logs do (https://opentelemetry.io/docs/specs/semconv/registry/attributes/enduser/). */
export function recordCaller(span: Span | undefined, caller: Caller | undefined): void {
  if (caller?.kind === 'subject') span?.setAttribute('enduser.pseudo.id', caller.hash);
}

/** @param type names the kind of failure, and nothing that a client sent. */
export function markFailed(span: Span, type: string): void {
  span.setAttribute(ATTR_ERROR_TYPE, type).setStatus({ code: SpanStatusCode.ERROR });
}

/** An error's code, or its name: never its message, which may hold a client's values. */
export function errorType(error: unknown): string {
  if (error instanceof DomainError) return error.kind;
  if (!(error instanceof Error)) return '_OTHER';
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}

const SCOPE = 'commerce';

const HEADERS = {
  get: (read: (header: string) => string | undefined, name: string) => read(name),
  keys: () => [],
};
