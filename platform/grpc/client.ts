import { credentials, Client, Metadata, status, type ServiceDefinition, type ServiceError } from '@grpc/grpc-js';
import type { Span } from '@opentelemetry/api';
import { callContext, DEFAULT_TIMEOUT_MS, outgoingHeaders } from '../call-context.ts';
import { deadlineExceeded } from '../errors/domain-error.ts';
import { fromGrpcError } from '../errors/grpc-status.ts';
import { rpcClientDuration } from './client-metrics.ts';
import { inClientSpan } from '../traces/span.ts';
import type { LoadedService, MethodName, Rpc, Sendable, UnaryMethod } from './proto.ts';
import { recordStatus, rpcErrorType, rpcSpan } from './rpc-span.ts';

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
  /** What calls wait for: nothing, when the core answers. */
  waitsFor(): Promise<string[]>;
  /** Fails the calls that have not begun and closes the channel. */
  close(): void;
};

/**
 * A client of one core, over one channel for all its callers. Its calls take turns over the core's replicas, carry the
 * running request's id, credentials and trace context, and end with that request's deadline
 * (https://grpc.io/docs/guides/deadlines/).
 *
 * @param address `host:port`, or any name that gRPC resolves (https://github.com/grpc/grpc/blob/master/doc/naming.md).
 */
export function createClient<Definition extends ServiceDefinition>(
  service: LoadedService<Definition>,
  address: string,
): UnaryClient<Definition> {
  const client = new Client(address, credentials.createInsecure(), {
    'grpc.service_config': JSON.stringify(serviceConfig(service)),
    'grpc.max_receive_message_length': MAX_RESPONSE_BYTES,
    'grpc.keepalive_time_ms': 30_000,
    // A core that comes back is found within this time: before the next replica of a rolling restart has gone (DRAIN_MS).
    'grpc.max_reconnect_backoff_ms': 1_000,
    'grpc.initial_reconnect_backoff_ms': 100,
    // So that the address of a core that was started afresh is looked up when its connection is lost, not 30 s later.
    'grpc.dns_min_time_between_resolutions_ms': 1_000,
  });

  const call = ({ name, method }: Rpc, request: object, span?: Span) =>
    new Promise<object>((resolve, reject) => {
      const deadline = callContext.getStore()?.deadline ?? Date.now() + DEFAULT_TIMEOUT_MS;
      if (deadline <= Date.now()) return reject(deadlineExceeded());
      const metadata = new Metadata();
      for (const [header, value] of Object.entries(outgoingHeaders())) metadata.set(header, value);
      const stopTimer = rpcClientDuration.startTimer({ service: service.name, method: name });
      client.makeUnaryRequest(
        method.path,
        method.requestSerialize,
        method.responseDeserialize,
        request,
        metadata,
        { deadline },
        (error: ServiceError | null, response?: object) => {
          const code = status[error?.code ?? status.OK];
          stopTimer({ code });
          recordStatus(span, code);
          if (error) reject(fromGrpcError(error, service.label));
          else resolve(response ?? {});
        },
      );
    });

  const functions = service.rpcs.map((rpc) => [
    rpc.functionName,
    (request: object) =>
      inClientSpan(
        () => rpcSpan(service.name, rpc.name),
        (span) => call(rpc, request, span),
        rpcErrorType,
      ),
  ]);
  return {
    ...Object.fromEntries(functions),
    waitsFor: async () => ((await canConnect(client)) ? [] : [service.label.toLowerCase()]),
    close: () => client.close(),
  } as UnaryClient<Definition>;
}

/** gRPC's default, 4 MB, is less than what a batch RPC may have to say: 100 accounts with 100 orders each. */
const MAX_RESPONSE_BYTES = 64 * 1024 * 1024;

function canConnect(client: Client): Promise<boolean> {
  return new Promise((resolve) => client.waitForReady(Date.now() + 1_000, (error) => resolve(!error)));
}

/**
 * Calls go to every address behind the name in turn; the default keeps to the first.
 *
 * When the server cannot be reached, a read is sent again, and nothing else: another call may have taken effect
 * (https://google.aip.dev/194, https://github.com/grpc/proposal/blob/master/A6-client-retries.md). The call's deadline
 * covers all attempts.
 */
function serviceConfig({ name, rpcs }: LoadedService<ServiceDefinition>) {
  return {
    loadBalancingConfig: [{ round_robin: {} }],
    methodConfig: [
      {
        name: rpcs.filter(({ isRead }) => isRead).map((rpc) => ({ service: name, method: rpc.name })),
        retryPolicy: {
          maxAttempts: 3,
          initialBackoff: '0.05s',
          maxBackoff: '0.5s',
          backoffMultiplier: 2,
          retryableStatusCodes: ['UNAVAILABLE'],
        },
      },
    ],
    retryThrottling: { maxTokens: 10, tokenRatio: 0.1 },
  };
}
