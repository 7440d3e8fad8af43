import { status } from '@grpc/grpc-js';

/** What a message of an error says that passes. */
export const RETRY_LATER = 'retry later';

/**
 * The one table of errors: what a domain throws, the gRPC status that carries it between processes
 * (https://grpc.io/docs/guides/status-codes/), and the `extensions.code` that a client sees.
 * `retryable`: the same request may succeed later; see `ErrorDetails` for what must not be sent again. `message`: what is said where no better text is known to be safe.
 */
export const errorTable = {
  InvalidArgument: row(status.INVALID_ARGUMENT, 'BAD_USER_INPUT', 'The request is not valid.'),
  NotFound: row(status.NOT_FOUND, 'NOT_FOUND', 'What the request names does not exist.'),
  AlreadyExists: row(status.ALREADY_EXISTS, 'ALREADY_EXISTS', 'What the request makes exists already.'),
  Conflict: row(status.ABORTED, 'CONFLICT', 'Somebody else has made a change since; read again, then retry.'),
  FailedPrecondition: row(
    status.FAILED_PRECONDITION,
    'FAILED_PRECONDITION',
    'The request cannot be met as things are.',
  ),
  Unauthenticated: row(status.UNAUTHENTICATED, 'UNAUTHENTICATED', 'The request needs valid credentials.'),
  Forbidden: row(status.PERMISSION_DENIED, 'FORBIDDEN', 'The caller may not do this.'),
  ResourceExhausted: row(status.RESOURCE_EXHAUSTED, 'RESOURCE_EXHAUSTED', 'A limit is reached.', true),
  Unavailable: row(status.UNAVAILABLE, 'UNAVAILABLE', `A part of the system cannot be reached; ${RETRY_LATER}.`, true),
  DeadlineExceeded: row(
    status.DEADLINE_EXCEEDED,
    'DEADLINE_EXCEEDED',
    'The request took longer than it was allowed to.',
    true,
  ),
  // Of our own making alone: whoever is told so by another process did not go away, and is told UNAVAILABLE.
  Cancelled: row(status.CANCELLED, 'UNAVAILABLE', 'The caller has gone.'),
  Internal: row(status.INTERNAL, 'INTERNAL_SERVER_ERROR', 'The server failed; the fault is not in the request.'),
} as const;

export type ErrorKind = keyof typeof errorTable;

/** The kind that a gRPC status stands for; statuses that no domain throws count as `Internal`. */
export function kindOfStatus(code: status): ErrorKind {
  // Who cancels a call does not wait for its status: its server was stopped in the middle of it.
  if (code === status.CANCELLED) return 'Unavailable';
  return entries.find(([, { grpc }]) => grpc === code)?.[0] ?? 'Internal';
}

/** The kind that an `extensions.code` stands for, if it is one of this table's. */
export function kindOfCode(code: unknown): ErrorKind | undefined {
  return entries.find(([, { graphql }]) => graphql === code)?.[0];
}

/**
 * Is it a failure of the system, and not of what the caller asked for? Such a call is an error in its server's trace
 * (https://opentelemetry.io/docs/specs/semconv/rpc/grpc/).
 */
export function isFault(kind: ErrorKind): boolean {
  return kind === 'Internal' || kind === 'Unavailable' || kind === 'DeadlineExceeded';
}

const entries = Object.entries(errorTable) as [ErrorKind, (typeof errorTable)[ErrorKind]][];

function row(grpc: status, graphql: string, message: string, retryable = false) {
  return { grpc, graphql, message, retryable };
}
