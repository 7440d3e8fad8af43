import { AsyncLocalStorage } from 'node:async_hooks';
import { traceHeaders } from './traces/trace-context.ts';

/** What belongs to one request, in every process that works on it. */
export interface CallContext {
  /** Names the request in the logs of all processes. */
  requestId: string;
  /** When the caller stops waiting, in milliseconds since 1970. */
  deadline: number;
  /** Passed on, as they came, with every call made for this request; see `FORWARDED_HEADERS`. */
  headers: Readonly<Record<string, string>>;
}

/** Credentials and trace context (https://www.w3.org/TR/trace-context/). */
const FORWARDED_HEADERS = ['authorization', 'traceparent', 'tracestate'] as const;
export const REQUEST_ID_HEADER = 'x-request-id';
/** The milliseconds that are left; relative, because clocks of two machines differ. */
export const TIMEOUT_HEADER = 'x-request-timeout-ms';

/** The time, in milliseconds, for what nobody gave a time: a request, or a call outside any, such as a seeding command's. */
export const DEFAULT_TIMEOUT_MS = 10_000;

/** Holds the context of the running request, so that no domain code needs to pass it on. */
export const callContext = new AsyncLocalStorage<CallContext>();

/** Milliseconds until the running request's deadline; undefined outside a request. May be negative. */
export function remainingMs(): number | undefined {
  const context = callContext.getStore();
  return context && context.deadline - Date.now();
}

/**
 * Reads a context from a request's headers or metadata.
 *
 * @param read one header's value, by its name in lower case.
 * @param maxTimeoutMs the time allowed when the caller names none, and the most that it may name.
 */
export function readCallContext(
  read: (header: string) => string | undefined,
  maxTimeoutMs: number,
  newRequestId: () => string,
): CallContext {
  const asked = Number(read(TIMEOUT_HEADER));
  const timeoutMs = asked > 0 ? Math.min(asked, maxTimeoutMs) : maxTimeoutMs;
  const requestId = read(REQUEST_ID_HEADER);
  return {
    requestId: requestId && REQUEST_ID.test(requestId) ? requestId : newRequestId(),
    deadline: Date.now() + timeoutMs,
    headers: Object.fromEntries(
      FORWARDED_HEADERS.flatMap((name) => {
        const value = read(name);
        return value === undefined || !PRINTABLE.test(value) ? [] : [[name, value]];
      }),
    ),
  };
}

/** The headers that hand the running request on to the next process; empty outside a request. */
export function outgoingHeaders(): Record<string, string> {
  const context = callContext.getStore();
  if (!context) return {};
  const headers: Record<string, string> = { ...context.headers, [REQUEST_ID_HEADER]: context.requestId };
  const own = traceHeaders();
  // The caller's own state goes with the caller's own parent alone.
  if (own.traceparent) delete headers['tracestate'];
  return { ...headers, ...own };
}

/** What may stand in a log line or a header as it came. */
const REQUEST_ID = /^[\w.:/-]{1,128}$/;

/** What both an HTTP header and gRPC metadata may hold. What else a client sends counts as not sent. */
const PRINTABLE = /^[\x20-\x7e]*$/;
