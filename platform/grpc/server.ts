import { Server, setLogger, type ServiceDefinition, type UntypedServiceImplementation } from '@grpc/grpc-js';
import { ReflectionService } from '@grpc/reflection';
import type { TracerProvider } from '@opentelemetry/api';
import { HealthImplementation } from 'grpc-health-check';
import type { Authentication } from '../auth/authenticate.ts';
import type { Caller } from '../auth/caller.ts';
import type { DomainError } from '../errors/domain-error.ts';
import { log } from '../log.ts';
import { createAdmission } from '../process/admission.ts';
import { hostPort } from '../process/host-port.ts';
import { listenError } from '../process/listen-error.ts';
import type { Certificates } from '../tls/certificates.ts';
import { createEndlessCalls } from './endless-calls.ts';
import { noteOwnAddress, SERVER_KEEPALIVE } from './keepalive.ts';
import { namedCallers } from './named-callers.ts';
import type { LoadedService, MethodName, Sendable, UnaryMethod } from './proto.ts';
import { serverCredentials } from './tls-credentials.ts';
import { unaryHandler } from './unary-handler.ts';

/** A function for each unary RPC of a service: it returns the response or throws a DomainError. */
export type UnaryHandlers<Definition extends ServiceDefinition> = {
  [Method in keyof Definition as Uncapitalize<MethodName<Definition, Method>>]: Definition[Method] extends UnaryMethod<
    infer _Request,
    infer Request,
    infer Response,
    infer _ResponseOut
  >
    ? (request: Request, caller: Caller) => Promise<Sendable<Response>>
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
 * Serves one core, with the health service (https://github.com/grpc/grpc/blob/master/doc/health-checking.md) beside it.
 * Calls beyond what it can work on at once are refused. Each call runs in the context that its metadata and deadline carry.
 *
 * @param toDomainError says what a store's error means; anything else that is no DomainError is logged and becomes INTERNAL.
 */
export async function startGrpcServer<Definition extends ServiceDefinition>(options: {
  service: LoadedService<Definition>;
  handlers: UnaryHandlers<Definition>;
  host: string;
  port: number;
  toDomainError: (error: unknown) => DomainError | undefined;
  authentication: Authentication;
  /** Encrypts, and answers the parts with these names alone; their health it tells every part. */
  tls?: { certificates: Certificates; callers: readonly string[] } | undefined;
  /** Makes the spans of its calls. */
  spans?: TracerProvider | undefined;
  /** Does it tell everybody what it serves? */
  reflection?: boolean;
  /** Are those who may call told what is done for them, if they ask? */
  exposesTraces?: boolean;
}): Promise<RunningGrpcServer> {
  const { service, handlers, host, port, toDomainError, authentication, tls, spans, reflection = false } = options;
  const { exposesTraces = false } = options;
  setLogger(grpcLog);
  const endless = createEndlessCalls();
  const server = new Server({
    ...SERVER_KEEPALIVE,
    interceptors: [endless.interceptor],
    'grpc.max_receive_message_length': 4 * 1024 * 1024,
    'grpc.max_concurrent_streams': 2 * MAX_IN_FLIGHT,
    // A client that has to connect again looks up the name again, and finds the replicas that were added meanwhile.
    'grpc.max_connection_age_ms': MAX_CONNECTION_AGE_MS,
  });
  const limits = { maxInFlight: MAX_IN_FLIGHT, maxDelayMs: MAX_DELAY_MS };
  const admission = createAdmission({ name: service.name, ...limits });
  const handling = {
    service: service.name,
    admission,
    toDomainError,
    authentication,
    spans,
    mayCall: tls && namedCallers(tls.callers),
    exposesTraces,
  };
  const implementation = service.rpcs.map((rpc) => {
    const handler = handlers[rpc.functionName as keyof typeof handlers] as (
      request: object,
      caller: Caller,
    ) => Promise<object>;
    return [rpc.name, unaryHandler(rpc, handler, handling)];
  });
  server.addService(ofBytes(service.definition), Object.fromEntries(implementation) as UntypedServiceImplementation);
  const health = new HealthImplementation({ '': 'SERVING', [service.name]: 'SERVING' });
  const setServing = (serving: boolean) => {
    for (const name of ['', service.name]) health.setStatus(name, serving ? 'SERVING' : 'NOT_SERVING');
  };
  health.addToServer(server);
  if (reflection) new ReflectionService(service.packageDefinition).addToServer(server);

  const boundPort = await new Promise<number>((resolve, reject) => {
    server.bindAsync(hostPort(host, port), serverCredentials(tls?.certificates), (error, bound) =>
      error ? reject(listenError(error, host, port, 'GRPC_PORT')) : resolve(bound),
    );
  }).catch((error: unknown) => {
    admission.stop();
    throw error;
  });
  const isOwnNoLonger = noteOwnAddress(hostPort(host, boundPort));
  return {
    port: boundPort,
    setServing,
    async stop(limitMs = 10_000) {
      isOwnNoLonger();
      setServing(false);
      const cutOff = setTimeout(() => server.forceShutdown(), limitMs);
      const ended = new Promise<void>((resolve) => server.tryShutdown(() => resolve()));
      endless.end();
      await ended;
      clearTimeout(cutOff);
      admission.stop();
    },
  };
}

/** The service as gRPC registers it, with the messages as bytes: unaryHandler() reads and writes them. */
function ofBytes(definition: ServiceDefinition): ServiceDefinition {
  const same = (bytes: Buffer) => bytes;
  return Object.fromEntries(
    Object.entries(definition).map(([name, method]) => [
      name,
      { ...method, requestDeserialize: same, responseSerialize: same },
    ]),
  );
}

/** What gRPC has to say goes where all logs go: it would print it. Whom it concerns gets an error as well. */
const grpcLog = {
  error: (...args: unknown[]) => log.warn({ grpc: args.join(' ') }, 'gRPC'),
  info: (...args: unknown[]) => log.info({ grpc: args.join(' ') }, 'gRPC'),
  debug: (...args: unknown[]) => log.debug({ grpc: args.join(' ') }, 'gRPC'),
};

const MAX_CONNECTION_AGE_MS = 60_000;

/** Calls at once: a burst of them fits in the heap of a small container, and is done before its callers give up. */
const MAX_IN_FLIGHT = 1_000;
const MAX_DELAY_MS = 1_000;
