import {
  Server,
  ServerCredentials,
  setLogger,
  status,
  type handleUnaryCall,
  type sendUnaryData,
  type ServerUnaryCall,
  type ServiceDefinition,
  type UntypedServiceImplementation,
} from '@grpc/grpc-js';
import { ReflectionService } from '@grpc/reflection';
import type { Span, TracerProvider } from '@opentelemetry/api';
import { HealthImplementation } from 'grpc-health-check';
import { v7 as newRequestId } from 'uuid';
import { callContext, openCall } from '../call-context.ts';
import { DomainError, internal } from '../errors/domain-error.ts';
import { errorTable, isFault } from '../errors/error-table.ts';
import { toGrpcStatus } from '../errors/grpc-status.ts';
import { log } from '../log.ts';
import { rpcServerDuration } from './server-metrics.ts';
import { hostPort } from '../process/host-port.ts';
import { listenError } from '../process/listen-error.ts';
import { markFailed, startServerSpan } from '../traces/span.ts';
import type { LoadedService, MethodName, Sendable, UnaryMethod } from './proto.ts';
import { recordStatus, rpcSpan } from './rpc-span.ts';

/** A function for each unary RPC of a service: it returns the response or throws a DomainError. */
export type UnaryHandlers<Definition extends ServiceDefinition> = {
  [Method in keyof Definition as Uncapitalize<MethodName<Definition, Method>>]: Definition[Method] extends UnaryMethod<
    infer _Request,
    infer Request,
    infer Response,
    infer _ResponseOut
  >
    ? (request: Request) => Promise<Sendable<Response>>
    : never;
};

export interface RunningGrpcServer {
  port: number;
  /** What it says to health checks. */
  setServing(serving: boolean): void;
  /** Says "not serving" to health checks, finishes the calls in flight, and cuts them off after `limitMs`. */
  stop(limitMs?: number): Promise<void>;
}

/**
 * Serves one core, with the health service (https://github.com/grpc/grpc/blob/master/doc/health-checking.md) and server
 * reflection beside it. Each call runs in the context that its metadata and deadline carry.
 *
 * @param toDomainError says what a store's error means; anything else that is no DomainError is logged and becomes INTERNAL.
 */
export async function startGrpcServer<Definition extends ServiceDefinition>(options: {
  service: LoadedService<Definition>;
  handlers: UnaryHandlers<Definition>;
  host: string;
  port: number;
  toDomainError: (error: unknown) => DomainError | undefined;
  /** Makes the spans of its calls. */
  spans?: TracerProvider | undefined;
}): Promise<RunningGrpcServer> {
  const { service, handlers, host, port, toDomainError, spans } = options;
  setLogger(grpcLog);
  const server = new Server({
    'grpc.max_receive_message_length': 4 * 1024 * 1024,
    // A client that has to connect again looks up the name again, and finds the replicas that were added meanwhile.
    'grpc.max_connection_age_ms': MAX_CONNECTION_AGE_MS,
    'grpc.max_connection_age_grace_ms': MAX_TIMEOUT_MS,
  });
  const inFlight = new Set<object>();
  const implementation = service.rpcs.map(({ name, functionName }) => {
    const handler = handlers[functionName as keyof typeof handlers] as (request: object) => Promise<object>;
    return [name, tracked(unary(service.name, name, handler, toDomainError, spans), inFlight)];
  });
  server.addService(service.definition, Object.fromEntries(implementation) as UntypedServiceImplementation);
  const health = new HealthImplementation({ '': 'SERVING', [service.name]: 'SERVING' });
  const setServing = (serving: boolean) => {
    for (const name of ['', service.name]) health.setStatus(name, serving ? 'SERVING' : 'NOT_SERVING');
  };
  health.addToServer(server);
  new ReflectionService(service.packageDefinition).addToServer(server);

  const boundPort = await new Promise<number>((resolve, reject) => {
    server.bindAsync(hostPort(host, port), ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(listenError(error, host, port, 'gRPC')) : resolve(bound),
    );
  });
  return {
    port: boundPort,
    setServing,
    async stop(limitMs = 10_000) {
      setServing(false);
      const cutOff = setTimeout(() => server.forceShutdown(), limitMs);
      // A client that watches the server's health, or reads its reflection, never ends its call by itself.
      let idleSince = Date.now();
      const idle = setInterval(() => {
        if (inFlight.size > 0) idleSince = Date.now();
        else if (Date.now() - idleSince >= WATCHERS_MS) server.forceShutdown();
      }, 50);
      await new Promise<void>((resolve) => server.tryShutdown(() => resolve()));
      clearTimeout(cutOff);
      clearInterval(idle);
    },
  };
}

/** How long streams stay open when no call is in flight any more: enough for the last responses to be sent. */
const WATCHERS_MS = 500;

function tracked(handler: handleUnaryCall<object, object>, inFlight: Set<object>): handleUnaryCall<object, object> {
  return (call, callback) => {
    inFlight.add(call);
    handler(call, (...outcome) => {
      inFlight.delete(call);
      callback(...outcome);
    });
  };
}

/** What gRPC has to say goes where all logs go: it would print it. Whom it concerns gets an error as well. */
const grpcLog = {
  error: (...args: unknown[]) => log.warn({ grpc: args.join(' ') }, 'gRPC'),
  info: (...args: unknown[]) => log.info({ grpc: args.join(' ') }, 'gRPC'),
  debug: (...args: unknown[]) => log.debug({ grpc: args.join(' ') }, 'gRPC'),
};

const MAX_CONNECTION_AGE_MS = 60_000;

/** The longest that a call may take when its caller set no deadline. */
const MAX_TIMEOUT_MS = 60_000;

function unary(
  service: string,
  method: string,
  handler: (request: object) => Promise<object>,
  toDomainError: (error: unknown) => DomainError | undefined,
  spans: TracerProvider | undefined,
): handleUnaryCall<object, object> {
  const answer = async (call: ServerUnaryCall<object, object>, callback: sendUnaryData<object>, span?: Span) => {
    const stopTimer = rpcServerDuration.startTimer({ service, method });
    const end = (code: string) => {
      stopTimer({ code });
      log.debug({ service, method, code }, 'call answered');
      recordStatus(span, code);
      span?.end();
    };
    try {
      const response = await handler(call.request);
      end('OK');
      callback(null, response);
    } catch (thrown) {
      const error = thrown instanceof DomainError ? thrown : (toDomainError(thrown) ?? internal(thrown));
      const code = status[errorTable[error.kind].grpc];
      if (span && isFault(error.kind)) markFailed(span, code);
      end(code);
      logFailure(service, method, error);
      callback(toGrpcStatus(error));
    }
  };
  return (call, callback) => {
    const read = (header: string) => call.metadata.get(header)[0]?.toString();
    const deadline = Number(call.getDeadline());
    const { context, cancel, close } = openCall({ read, maxTimeoutMs: MAX_TIMEOUT_MS, newRequestId, deadline });
    call.once('cancelled', cancel);
    const { span, run } = startServerSpan(spans, () => rpcSpan(service, method), read);
    run(() => callContext.run(context, () => void answer(call, callback, span).finally(close)));
  };
}

/** What the caller did wrong is the caller's to see; what we did wrong is ours. */
function logFailure(service: string, method: string, error: DomainError): void {
  const line = { service, method, kind: error.kind, err: error.cause ?? error };
  if (error.kind === 'Internal') log.error(line, 'call failed');
  else if (errorTable[error.kind].retryable) log.warn(line, 'call failed');
}
