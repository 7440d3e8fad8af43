import { Metadata, status, type handleUnaryCall, type sendUnaryData, type ServerUnaryCall } from '@grpc/grpc-js';
import type { Span, TracerProvider } from '@opentelemetry/api';
import { v7 as newRequestId } from 'uuid';
import type { Authentication } from '../auth/authenticate.ts';
import type { Caller } from '../auth/caller.ts';
import { MAX_REQUEST_BYTES, responseTooLarge } from '../byte-budget.ts';
import { callContext, DEFAULT_TIMEOUT_MS, LONGEST_TIMEOUT_MS, openCall } from '../call-context.ts';
import { DomainError, internal, resourceExhausted } from '../errors/domain-error.ts';
import { errorTable, isFault } from '../errors/error-table.ts';
import { toGrpcStatus } from '../errors/grpc-status.ts';
import { asksForTrace } from '../exposed-trace/trace-header.ts';
import { openTrace, type TraceRecorder } from '../exposed-trace/trace-recorder.ts';
import { addTraceTrailer } from '../exposed-trace/trace-trailer.ts';
import { readFresh } from '../fresh-reads.ts';
import { log } from '../log.ts';
import type { Admission } from '../process/admission.ts';
import { markFailed, recordCaller, startServerSpan } from '../traces/span.ts';
import type { Rpc } from './proto.ts';
import { recordStatus, rpcSpan } from './rpc-span.ts';
import { isSafeToRepeat, notRetryable } from './safe-to-repeat.ts';
import { rpcServerDuration } from './server-metrics.ts';

/** What all handlers of a server share. */
export interface Handling {
  service: string;
  admission: Admission;
  toDomainError: (error: unknown) => DomainError | undefined;
  authentication: Authentication;
  spans: TracerProvider | undefined;
  /** Throws for a call of a part that may not. */
  mayCall: ((call: ServerUnaryCall<Buffer, Buffer>) => void) | undefined;
  /** Are those who may call told what is done for them, if they ask? */
  exposesTraces: boolean;
}

/**
 * Makes gRPC's handler of an RPC from a function that returns its response or throws a DomainError. It takes and gives
 * the messages' bytes: a call that is refused costs no reading, and both messages are measured.
 */
export function unaryHandler(
  rpc: Rpc,
  handle: (request: object, caller: Caller) => Promise<object>,
  { service, admission, toDomainError, authentication, spans, mayCall, exposesTraces }: Handling,
): handleUnaryCall<Buffer, Buffer> {
  const { name: method } = rpc;
  const answer = async (call: ServerUnaryCall<Buffer, Buffer>, callback: sendUnaryData<Buffer>, span?: Span) => {
    const stopTimer = rpcServerDuration.startTimer({ service, method });
    const end = (code: string) => {
      stopTimer({ code });
      log.debug({ service, method, code }, 'call answered');
      recordStatus(span, code);
      span?.end();
    };
    let mayBeDone = false;
    const context = callContext.getStore();
    if (!rpc.isRead) readFresh();
    try {
      mayCall?.(call);
      if (context && exposesTraces && asksForTrace((header) => call.metadata.get(header)[0]))
        context.trace = openTrace();
      const caller = await authentication.callerOf(call.metadata.get('authorization').map(String));
      if (context) context.caller = caller;
      recordCaller(span, caller);
      context?.bytes?.hold(call.request.length);
      const request = rpc.method.requestDeserialize(call.request);
      mayBeDone = !isSafeToRepeat(rpc, request);
      const response = rpc.method.responseSerialize(await handle(request, caller));
      if (response.length > MAX_REQUEST_BYTES) throw responseTooLarge();
      end('OK');
      callback(null, response, context?.trace && trailerOf(context.trace));
    } catch (thrown) {
      const error = thrown instanceof DomainError ? thrown : (toDomainError(thrown) ?? internal(thrown));
      const code = status[errorTable[error.kind].grpc];
      if (span && isFault(error.kind)) markFailed(span, code);
      end(code);
      logFailure(service, method, error);
      const failed = toGrpcStatus(mayBeDone && !error.details.nothingDone ? notRetryable(error) : error);
      if (context?.trace) addTraceTrailer((failed.metadata ??= new Metadata()), context.trace);
      callback(failed);
    }
  };
  return (call, callback) => {
    let isAdmitted = false;
    const end = admission.ask((decision) => (isAdmitted = decision));
    if (!isAdmitted) return callback(OVERLOADED);
    const read = (header: string) => call.metadata.get(header)[0]?.toString();
    const deadline = Number(call.getDeadline());
    // A caller waits as long as it says, within what keys and others count on.
    const maxTimeoutMs = deadline === Infinity ? DEFAULT_TIMEOUT_MS : LONGEST_TIMEOUT_MS;
    const { context, cancel, close } = openCall({ read, maxTimeoutMs, newRequestId, deadline });
    call.once('cancelled', cancel);
    const { span, run } = startServerSpan(spans, () => rpcSpan(service, method), read);
    const work = () => answer(call, callback, span).finally(() => (close(), end()));
    run(() => callContext.run(context, () => void work()));
  };
}

function trailerOf(trace: TraceRecorder): Metadata {
  const trailer = new Metadata();
  addTraceTrailer(trailer, trace);
  return trailer;
}

/** Said before anything was done: whatever it was, it may be sent again. */
const OVERLOADED = toGrpcStatus(
  resourceExhausted('The server works on as much as it can; try again later.', {
    reason: 'OVERLOADED',
    retryable: true,
    retryAfterMs: 1_000,
  }),
);

/** What the caller did wrong is the caller's to see; what we did wrong is ours. */
function logFailure(service: string, method: string, error: DomainError): void {
  const line = { service, method, kind: error.kind, err: error.cause ?? error };
  if (error.kind === 'Internal') log.error(line, 'call failed');
  else if (errorTable[error.kind].retryable) log.warn(line, 'call failed');
}
