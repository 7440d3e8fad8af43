import { Metadata, status, type Client, type ServiceDefinition, type ServiceError } from '@grpc/grpc-js';
import type { Span } from '@opentelemetry/api';
import { callContext, DEFAULT_TIMEOUT_MS, outgoingHeaders } from '../call-context.ts';
import { cancelled, deadlineExceeded, DomainError } from '../errors/domain-error.ts';
import { fromGrpcError, hasOurDetails } from '../errors/grpc-status.ts';
import type { ExposedSpan } from '../exposed-trace/exposed-span.ts';
import { takeTraceTrailer } from '../exposed-trace/trace-trailer.ts';
import { rpcClientDuration } from './client-metrics.ts';
import type { LoadedService, Rpc } from './proto.ts';
import { recordStatus } from './rpc-span.ts';

/** What came of sending a call once. */
export type Attempt = { response: object } | Failure;

export interface Failure {
  error: DomainError;
  /** It never left this process, or was not looked at: nobody can have done it. */
  neverSent: boolean;
  /** A core that lives says so: it was not lost on its way, and has not ended the core. */
  answered: boolean;
}

/**
 * Sends a unary call once, with the running request's id, credentials, trace context and deadline. It ends when the
 * request's signal aborts, at both sides. The response's bytes are the request's.
 */
export async function attempt(
  client: Client,
  service: LoadedService<ServiceDefinition>,
  { name, method }: Rpc,
  request: object,
  span?: Span,
  exposed?: ExposedSpan,
): Promise<Attempt> {
  const { deadline = Date.now() + DEFAULT_TIMEOUT_MS, signal, bytes, trace } = callContext.getStore() ?? {};
  const unsent = (error: DomainError): Failure => ({ error, neverSent: true, answered: false });
  if (signal?.aborted) return unsent(reasonOf(signal));
  if (deadline <= Date.now()) return unsent(deadlineExceeded());

  return await new Promise((resolve) => {
    const stopTimer = rpcClientDuration.startTimer({ service: service.name, method: name });
    let refused: DomainError | undefined;
    const deserialize = (message: Buffer) => {
      try {
        bytes?.hold(message.length);
      } catch (error) {
        if (error instanceof DomainError) refused = error;
        throw error;
      }
      if (exposed) exposed.responseBytes = message.length;
      return method.responseDeserialize(message);
    };
    const end = (error: ServiceError | null, response?: object) => {
      signal?.removeEventListener('abort', cancel);
      const code = status[error?.code ?? status.OK];
      stopTimer({ code });
      recordStatus(span, code);
      if (exposed) exposed.status = code;
      if (!error) return resolve({ response: response ?? {} });
      resolve({
        error: refused ?? (signal?.aborted ? reasonOf(signal) : fromGrpcError(error, service.label)),
        // gRPC names the channel for a call that no connection was found for, and "unknown" where it does not know.
        neverSent: call.getPeer() === client.getChannel().getTarget() || error.details === REFUSED,
        answered: hasOurDetails(error),
      });
    };
    const { path, requestSerialize } = method;
    const serialize = (message: object) => {
      const sent = requestSerialize(message);
      if (exposed) exposed.requestBytes = sent.length;
      return sent;
    };
    const call = client.makeUnaryRequest(
      path,
      exposed ? serialize : requestSerialize,
      deserialize,
      request,
      ourMetadata(),
      { deadline },
      end,
    );
    if (trace && exposed) call.once('status', ({ metadata }) => takeTraceTrailer(metadata, trace, exposed));
    const cancel = () => call.cancel();
    signal?.addEventListener('abort', cancel, { once: true });
  });
}

/** What gRPC's own library says of REFUSED_STREAM, which a server that stops answers what it takes on no more with. */
const REFUSED = 'Stream refused by server';

function ourMetadata(): Metadata {
  const metadata = new Metadata();
  for (const [header, value] of Object.entries(outgoingHeaders())) metadata.set(header, value);
  return metadata;
}

function reasonOf({ reason }: AbortSignal): DomainError {
  return reason instanceof DomainError ? reason : cancelled(reason);
}
