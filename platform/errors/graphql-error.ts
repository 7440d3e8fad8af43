import { GraphQLError } from 'graphql';
import type { DomainError, FieldViolation } from './domain-error.ts';
import { errorTable } from './error-table.ts';

/** What a client finds under `extensions` of an error. */
export interface ErrorExtensions {
  code: string;
  reason?: string;
  fieldViolations?: readonly FieldViolation[];
  retryable?: true;
  retryAfterMs?: number;
  /** The subgraph that owns the field which failed. */
  subgraph?: string;
}

/** A domain error as clients see it. */
export function toGraphQLError(error: DomainError): GraphQLError {
  return new GraphQLError(error.message, { originalError: error, extensions: { ...toExtensions(error) } });
}

function toExtensions({ kind, details }: DomainError): ErrorExtensions {
  const { reason, fieldViolations, retryAfterMs, retryable = errorTable[kind].retryable } = details;
  return {
    code: errorTable[kind].graphql,
    ...(reason && { reason }),
    ...(fieldViolations?.length && { fieldViolations }),
    ...(retryable && { retryable: true as const }),
    ...(retryable && retryAfterMs !== undefined && { retryAfterMs }),
  };
}
