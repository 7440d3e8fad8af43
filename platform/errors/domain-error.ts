import { errorTable, RETRY_LATER, type ErrorKind } from './error-table.ts';

/** One field at fault. `field` is a path such as `lines[1].productId`, in the names of whoever receives it. */
export interface FieldViolation {
  field: string;
  description: string;
}

export interface ErrorDetails {
  /** In capitals, such as `PRODUCT_ARCHIVED`: what a program can tell apart within one kind. */
  reason?: string | undefined;
  fieldViolations?: readonly FieldViolation[] | undefined;
  /** Milliseconds after which a retry makes sense. */
  retryAfterMs?: number | undefined;
  /** Is it safe to send the same request again? What its kind says, when undefined: false for what may have been done. */
  retryable?: boolean | undefined;
  /** The request had changed nothing yet, as its handler knows: then it is safe to send again. Never sent. */
  nothingDone?: boolean | undefined;
  /** Logged where it happened; never sent. */
  cause?: unknown;
}

/**
 * What a domain throws when it cannot do what it was asked. It knows neither gRPC nor GraphQL; the error table maps it.
 * Its message and details reach the client: they name what was wrong, where, what was expected, and nothing internal.
 */
export class DomainError extends Error {
  readonly kind: ErrorKind;
  readonly details: ErrorDetails;

  constructor(kind: ErrorKind, message: string, { cause, ...details }: ErrorDetails = {}) {
    super(message, { cause });
    this.name = kind;
    this.kind = kind;
    this.details = details;
  }
}

/** @param violations at least one, each description a predicate: `must not be blank`. */
export function invalidArgument(violations: readonly FieldViolation[], reason?: string): DomainError {
  return new DomainError('InvalidArgument', inWords(violations), { fieldViolations: violations, reason });
}

/** The message that says no more than the violations do, each description a predicate: `name must not be blank`. */
export function inWords(violations: readonly FieldViolation[]): string {
  return violations.map(({ field, description }) => `${field} ${description}`).join('; ');
}

/** @param violation the field that names what does not exist. */
export function notFound(violation: FieldViolation, reason?: string): DomainError {
  return new DomainError('NotFound', violation.description, { fieldViolations: [violation], reason });
}

export function conflict(violation: FieldViolation): DomainError {
  return new DomainError('Conflict', violation.description, { fieldViolations: [violation] });
}

/** @param part what cannot be reached, as a client may know it: "the account store". */
export function unavailable(part: string, cause?: unknown): DomainError {
  return new DomainError('Unavailable', `${part} cannot be reached; ${RETRY_LATER}.`, { retryAfterMs: 1_000, cause });
}

/** The same error for a caller who must not send the request again: it may have been done already. */
export function inDoubt({ kind, message, details, cause }: DomainError): DomainError {
  const said = message.replace(RETRY_LATER, 'what was asked may have been done, so look before you ask again');
  return new DomainError(kind, said, { ...details, cause, retryable: false, retryAfterMs: undefined });
}

/** @param cause what ended with it, if anything did. */
export function cancelled(cause?: unknown): DomainError {
  return new DomainError('Cancelled', errorTable.Cancelled.message, { cause });
}

/** @param limit what was reached and what to ask less of, in a sentence. */
export function resourceExhausted(limit: string, details: ErrorDetails = {}): DomainError {
  return new DomainError('ResourceExhausted', limit, details);
}

export function deadlineExceeded(cause?: unknown): DomainError {
  return new DomainError('DeadlineExceeded', errorTable.DeadlineExceeded.message, { cause });
}

/** @param cause what went wrong; it is logged, and the client learns only that something did. */
export function internal(cause: unknown): DomainError {
  return new DomainError('Internal', errorTable.Internal.message, { cause });
}
