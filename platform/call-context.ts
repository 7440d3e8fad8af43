import { AsyncLocalStorage } from 'node:async_hooks';
import { setMaxListeners } from 'node:events';
import type { Caller } from './auth/caller.ts';
import { type ByteBudget, openByteBudget } from './byte-budget.ts';
import { cancelled, deadlineExceeded } from './errors/domain-error.ts';
import { TRACE_HEADER } from './exposed-trace/trace-header.ts';
import type { TraceRecorder } from './exposed-trace/trace-recorder.ts';
import { traceHeaders } from './traces/trace-context.ts';

/** What belongs to one request, in every process that works on it. */
export interface CallContext {
  /** Names the request in the logs of all processes. */
  requestId: string;
  /** When the caller stops waiting, in milliseconds since 1970. */
  deadline: number;
  /** Passed on, as they came, with every call made for this request; see `FORWARDED_HEADERS`. */
  headers: Readonly<Record<string, string>>;
  /**
   * Aborts when nobody waits for the request any more: its deadline has passed, or its caller has gone. Its reason is the
   * DomainError that the request ends with. What waits for others listens to it, and stops what they do. Work that
   * nobody opened with openCall() has none: its deadline alone ends it.
   */
  signal?: AbortSignal;
  /** How much it may read for its answer. */
  bytes?: ByteBudget;
  /** Who asks, where this process has found out. */
  caller?: Caller;
  /** Records what is done for it, where whoever asks is to be told. */
  trace?: TraceRecorder;
}

/** A request that is being worked on. */
export interface OpenCall {
  context: CallContext & Required<Omit<CallContext, 'caller' | 'trace'>>;
  /** Its caller has gone: what still works for it stops. */
  cancel(): void;
  /** It was answered: nothing waits for its deadline any more, and what it held is free. */
  close(): void;
}

/** Whether what is read has to be of now: see fresh-reads.ts. */
export const FRESH_READS_HEADER = 'commerce-fresh-reads';
/** Credentials, trace context (https://www.w3.org/TR/trace-context/), and that one. */
const FORWARDED_HEADERS = ['authorization', 'traceparent', 'tracestate', FRESH_READS_HEADER] as const;
export const REQUEST_ID_HEADER = 'x-request-id';
/** The milliseconds that are left; relative, because clocks of two machines differ. */
export const TIMEOUT_HEADER = 'x-request-timeout-ms';

/** The time, in milliseconds, for what nobody gave a time: a request, or a call outside any, such as a seeding command's. */
export const DEFAULT_TIMEOUT_MS = 10_000;

/** The most time, in milliseconds, that a request can be given: whatever outlives requests must last longer. */
export const LONGEST_TIMEOUT_MS = 3_600_000;

/** Holds the context of the running request, so that no domain code needs to pass it on. */
export const callContext = new AsyncLocalStorage<CallContext>();

/** Milliseconds until the running request's deadline; undefined outside a request. May be negative. */
export function remainingMs(): number | undefined {
  const context = callContext.getStore();
  return context && context.deadline - Date.now();
}

/**
 * Opens the context of a request from its headers or metadata.
 *
 * @param read one header's value, by its name in lower case.
 * @param deadline what its protocol itself says, in milliseconds since 1970.
 * @param maxTimeoutMs the time allowed when the caller names none, and the most that it may name.
 */
export function openCall(options: {
  read: (header: string) => string | undefined;
  maxTimeoutMs: number;
  newRequestId: () => string;
  deadline?: number;
}): OpenCall {
  const { deadline = Infinity } = options;
  const headers = readHeaders(options);
  const context = { ...headers, deadline: Math.min(headers.deadline, deadline) };
  const controller = new AbortController();
  // One listener for each call that the request waits for.
  setMaxListeners(0, controller.signal);
  const timeoutMs = Math.min(context.deadline - Date.now(), MAX_TIMER_MS);
  const timer = setTimeout(() => controller.abort(deadlineExceeded()), timeoutMs).unref();
  const bytes = openByteBudget();
  let isAnswered = false;
  const close = () => {
    isAnswered = true;
    clearTimeout(timer);
    bytes.release();
  };
  return {
    context: { ...context, signal: controller.signal, bytes },
    cancel() {
      // gRPC says so of every call that has ended: an error with a stack for each would be a hundredth of what a core does.
      const reason = isAnswered ? ANSWERED : cancelled();
      close();
      controller.abort(reason);
    },
    close,
  };
}

/** What still works for a request that was answered ends with this, and tells nobody. */
const ANSWERED = cancelled();

/** Node takes a longer time for none: a request of 25 days would end at once. */
const MAX_TIMER_MS = 2 ** 31 - 1;

function readHeaders({
  read,
  maxTimeoutMs,
  newRequestId,
}: Pick<Parameters<typeof openCall>[0], 'read' | 'maxTimeoutMs' | 'newRequestId'>): Omit<
  CallContext,
  'signal' | 'bytes' | 'caller' | 'trace'
> {
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
  if (context.trace) headers[TRACE_HEADER] = '1';
  const own = traceHeaders();
  // The caller's own state goes with the caller's own parent alone.
  if (own.traceparent) delete headers['tracestate'];
  return { ...headers, ...own };
}

/** What may stand in a log line or a header as it came. */
const REQUEST_ID = /^[\w.:/-]{1,128}$/;

/** What both an HTTP header and gRPC metadata may hold. What else a client sends counts as not sent. */
const PRINTABLE = /^[\x20-\x7e]*$/;
