import { isLost } from './lost-columns.ts';
import { deadlineExceeded, DomainError, unavailable } from '../errors/domain-error.ts';

/**
 * What an error of Prisma or of the database means for the request, or undefined when it is a defect of ours.
 *
 * @param store what a client may call it: "The account store".
 */
export function storeError(store: string): (error: unknown) => DomainError | undefined {
  return (error) => {
    const own = domainErrorIn(error);
    if (own) return own;
    const codes = codesOf(error);
    // Another version's migration took it away: this version cannot serve, and says so on /readyz; see store.ts.
    if (isLost(codes)) return unavailable(store, error);
    if (codes.some((code) => LOCKED.test(code))) return locked(store, error);
    if (codes.some((code) => code === READ_ONLY)) return takesNoWrites(store, error);
    if (codes.some((code) => code === QUERY_CANCELED)) return deadlineExceeded(error);
    if (isUnreachable(error)) return unavailable(store, error);
    return undefined;
  };
}

/** https://www.postgresql.org/docs/current/errcodes-appendix.html: statement_timeout ends a statement with this. */
const QUERY_CANCELED = '57014';

/** Of the same page: lock_timeout and a deadlock end a statement with these. Nothing of its transaction stays. */
const LOCKED = /^(55P03|40P01)$/;

/** Of the same page: a server that stands by for another, or that an operator made so, as for a full disk. */
const READ_ONLY = '25006';

function takesNoWrites(store: string, cause: unknown): DomainError {
  return new DomainError('Unavailable', `${store} takes no writes now; retry later.`, { retryAfterMs: 10_000, cause });
}

function locked(store: string, cause: unknown): DomainError {
  const message = `${store} is busy with other changes of the same; retry later.`;
  return new DomainError('Unavailable', message, { retryAfterMs: 1_000, retryable: true, cause });
}

/** What the pool itself ended a statement with. Prisma hands it on, or wraps it. */
function domainErrorIn(error: unknown, depth = 0): DomainError | undefined {
  if (error instanceof DomainError) return error;
  if (typeof error !== 'object' || error === null || depth > MAX_DEPTH) return undefined;
  const { cause, meta, driverAdapterError } = error as Record<string, unknown>;
  for (const inner of [cause, meta, driverAdapterError]) {
    const found = domainErrorIn(inner, depth + 1);
    if (found) return found;
  }
  return undefined;
}

/** An error may cause itself. */
const MAX_DEPTH = 5;

/**
 * In order: Node's connection errors; Prisma's errors P… (https://www.prisma.io/docs/orm/reference/error-reference) for a
 * database that cannot be reached, is too slow, closed the connection, has no free connection, or did not begin a
 * transaction in time; the kinds of its driver adapters' errors, because a raw query that fails has no other sign (P2010
 * stands for every failure of one); PostgreSQL's classes 08 (connection), 53 (out of resources) and 57P (shut down), and 25P03 (a
 * transaction waited too long for its client).
 */
const UNREACHABLE =
  /^(ECONN\w+|EPIPE|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|P1001|P1002|P1008|P1017|P2024|P2028|DatabaseNotReachable|ConnectionClosed|SocketTimeout|TooManyConnections|08\w{3}|53\w{3}|57P\d\d|25P03)$/;

/** Whether an error says that nobody answers at the database's address, or that whoever does cannot serve now. */
export function isUnreachable(error: unknown): boolean {
  return codesOf(error).some((code) => UNREACHABLE.test(code));
}

/** The codes of an error and of those that caused it. */
export function codesOf(error: unknown, depth = 0): string[] {
  if (typeof error !== 'object' || error === null || depth > MAX_DEPTH) return [];
  const { code, kind, originalCode, cause, meta, driverAdapterError, message } = error as Record<string, unknown>;
  const here = [code, kind, originalCode].filter((value): value is string => typeof value === 'string');
  // pg says these in words alone.
  if (
    typeof message === 'string' &&
    /Connection terminated|not queryable|timeout exceeded when trying to connect|Server has closed the connection/.test(
      message,
    )
  ) {
    here.push('ECONNRESET');
  }
  return [...here, ...[cause, meta, driverAdapterError].flatMap((inner) => codesOf(inner, depth + 1))];
}
