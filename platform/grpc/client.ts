import type { ServiceDefinition } from '@grpc/grpc-js';
import type { Span } from '@opentelemetry/api';
import { callContext } from '../call-context.ts';
import type { ExposedSpan } from '../exposed-trace/exposed-span.ts';
import type { Certificates } from '../tls/certificates.ts';
import { inClientSpan } from '../traces/span.ts';
import { createRetryBudget } from '../process/retry-budget.ts';
import { attempt, type Attempt, type Failure } from './attempt.ts';
import { openChannel } from './channel.ts';
import type { LoadedService, MethodName, Rpc, Sendable, UnaryMethod } from './proto.ts';
import { rpcErrorType, rpcSpan } from './rpc-span.ts';
import { isSafeToRepeat, notRetryable } from './safe-to-repeat.ts';

/** A function for each unary RPC of a service. A failed call throws a DomainError. */
export type UnaryClient<Definition extends ServiceDefinition> = {
  [Method in keyof Definition as Uncapitalize<MethodName<Definition, Method>>]: Definition[Method] extends UnaryMethod<
    infer Request,
    infer _RequestOut,
    infer _Response,
    infer Response
  >
    ? (request: Sendable<Request>) => Promise<Response>
    : never;
} & {
  /** What calls wait for: nothing, when a replica of the core serves. */
  waitsFor(): Promise<string[]>;
  /** Fails the calls that have not begun and closes the channel. */
  close(): void;
};

/**
 * A client of one core, over one channel for all its callers. Its calls take turns over the replicas that serve, carry
 * the running request's id, credentials and trace context, and end with that request, at its deadline or before
 * (https://grpc.io/docs/guides/deadlines/). An error is retryable only where the call may be made twice, or was not made.
 *
 * @param address `host:port`, or any name that gRPC resolves (https://github.com/grpc/grpc/blob/master/doc/naming.md).
 * @param certificates with which it asks none but that core; without them nothing is encrypted.
 */
export function createClient<Definition extends ServiceDefinition>(
  service: LoadedService<Definition>,
  address: string,
  certificates?: Certificates,
): UnaryClient<Definition> {
  const channel = openChannel(service, address, certificates);

  const call = async (rpc: Rpc, request: object, span?: Span, exposed?: ExposedSpan): Promise<object> => {
    retries.called();
    const send = (): Promise<Attempt> => attempt(channel.client(), service, rpc, request, span, exposed);
    let outcome = await send();
    if ('error' in outcome && rpc.isRead && isPassing(outcome) && retries.mayRetry()) {
      if (exposed) callContext.getStore()?.trace?.again(exposed);
      outcome = await send();
    }
    if ('response' in outcome) return outcome.response;
    const { error, neverSent } = outcome;
    // What the core itself says of its call is so.
    if (neverSent || error.details.retryable !== undefined || isSafeToRepeat(rpc, request)) throw error;
    throw notRetryable(error);
  };

  const functions = service.rpcs.map((rpc) => [
    rpc.functionName,
    (request: object) =>
      inClientSpan(
        () => rpcSpan(service.name, rpc.name),
        (span, exposed) => call(rpc, request, span, exposed),
        rpcErrorType,
      ),
  ]);
  return {
    ...Object.fromEntries(functions),
    waitsFor: async () => ((await channel.isReady()) ? [] : [service.label.toLowerCase()]),
    close: () => channel.close(),
  } as UnaryClient<Definition>;
}

/**
 * Is it worth asking once more? Only a core that lives: one that died on a read would take the next one with it
 * (https://google.aip.dev/194).
 */
function isPassing({ error, answered }: Failure): boolean {
  return answered && error.kind === 'Unavailable';
}

/** One for all clients of this process. */
const retries = createRetryBudget('core');
