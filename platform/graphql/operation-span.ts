import { type Span, trace } from '@opentelemetry/api';
import type { GraphQLFormattedError, OperationDefinitionNode } from 'graphql';
import { markFailed } from '../traces/span.ts';
import { isFaulty } from './outcome.ts';

/**
 * Says in the running request's span what it asks for
 * (https://opentelemetry.io/docs/specs/semconv/graphql/graphql-spans/). The document stays out of it: it may hold values.
 */
export function nameOperation(span: Span | undefined, { operation, name }: OperationDefinitionNode): void {
  // A client chooses the name; in the span's own it would make as many kinds of spans as there are names.
  span?.updateName(operation).setAttribute('graphql.operation.type', operation);
  if (name) span?.setAttribute('graphql.operation.name', name.value);
}

/** Says in its span that a request failed, if it did. */
export function markFaults(span: Span | undefined, errors: readonly GraphQLFormattedError[]): void {
  if (!span) return;
  const fault = errors.find(isFaulty);
  if (fault) markFailed(span, String(fault.extensions?.['code']));
}

/** The running request's span; undefined when nobody collects it. */
export function requestSpan(): Span | undefined {
  return trace.getActiveSpan();
}
