import { status } from '@grpc/grpc-js';
import type { Span } from '@opentelemetry/api';
import { ATTR_RPC_METHOD, ATTR_RPC_STATUS_CODE, ATTR_RPC_SYSTEM_NAME } from '@opentelemetry/semantic-conventions';
import { DomainError } from '../errors/domain-error.ts';
import { errorTable } from '../errors/error-table.ts';
import { errorType, type SpanDescription } from '../traces/span.ts';

/** How a call is shown, on both its sides (https://opentelemetry.io/docs/specs/semconv/rpc/grpc/). */
export function rpcSpan(service: string, method: string): SpanDescription {
  const name = `${service}/${method}`;
  return {
    name,
    attributes: { [ATTR_RPC_SYSTEM_NAME]: 'grpc', [ATTR_RPC_METHOD]: name },
    exposed: { kind: 'rpc', name: method, service, method },
  };
}

/** @param code as gRPC names it: `NOT_FOUND`. */
export function recordStatus(span: Span | undefined, code: string): void {
  span?.setAttribute(ATTR_RPC_STATUS_CODE, code);
}

/** The failure of a call by the name of its gRPC status. */
export function rpcErrorType(error: unknown): string {
  return error instanceof DomainError ? status[errorTable[error.kind].grpc] : errorType(error);
}
