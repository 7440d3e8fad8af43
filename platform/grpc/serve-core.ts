import type { ServiceDefinition } from '@grpc/grpc-js';
import { openAuthentication } from '../auth/authenticate.ts';
import type { AuthConfig } from '../auth/variables.ts';
import { isSwitchedOn } from '../config/switches.ts';
import type { Domain } from '../domain.ts';
import { hostPort } from '../process/host-port.ts';
import type { Running } from '../process/run-process.ts';
import { serve, type ServeConfig } from '../process/serve.ts';
import type { Certificates } from '../tls/certificates.ts';
import { callersOf } from '../tls/parts.ts';
import { type CoreStore, preparedFirst } from './core-store.ts';
import { type ForgettingKeys, startForgettingKeys } from './forget-keys.ts';
import type { LoadedService } from './proto.ts';
import { startGrpcServer, type UnaryHandlers } from './server.ts';

export interface RunningCore extends Running {
  /** Where its gRPC server listens: `host:port`. */
  address: string;
  /** Where its health, readiness and metrics are: `http://host:port` */
  adminOrigin: string;
}

interface CoreConfig {
  GRPC_PORT: number;
  REFLECTION?: 'true' | 'false' | undefined;
  /** In milliseconds. */
  IDEMPOTENCY_RETENTION: number;
}

/**
 * Serves a core's RPCs, and its health and metrics over HTTP beside them. Its health is served at once; its RPCs, and
 * the promise that this returns, wait for the store.
 */
export async function serveCore<Definition extends ServiceDefinition>(options: {
  /** Says who may call, where parts have certificates. */
  domain: Pick<Domain, 'name' | 'callers'>;
  service: LoadedService<Definition>;
  handlers: UnaryHandlers<Definition>;
  config: ServeConfig & AuthConfig & CoreConfig;
  store: CoreStore;
  /** The clients of the cores that it asks. */
  clients?: readonly { close(): void }[];
  certificates?: Certificates | undefined;
}): Promise<RunningCore> {
  const { domain, service, handlers, config, store, clients = [], certificates } = options;
  const { HOST: host, GRPC_PORT: port, NODE_ENV } = config;
  const reflection = isSwitchedOn(config.REFLECTION, NODE_ENV);
  const { toDomainError } = store;
  const tls = certificates && { certificates, callers: callersOf(domain) };
  const authentication = openAuthentication(config);
  let forgetting: ForgettingKeys | undefined;
  const serving = await serve({
    name: `${service.domain} core`,
    config,
    // Not for the cores that it asks: while they are down it still does what it can without them.
    waitsFor: preparedFirst(service.domain, store, NODE_ENV === 'production'),
    async startServer(spans, readiness) {
      await readiness.untilReady();
      forgetting = startForgettingKeys(service.domain, store, config.IDEMPOTENCY_RETENTION);
      return await startGrpcServer({
        service,
        handlers,
        host,
        port,
        toDomainError,
        authentication,
        tls,
        spans,
        reflection,
        // In production to the parts that it names alone, which ask for whom the router lets ask.
        exposesTraces: tls !== undefined || NODE_ENV !== 'production',
      });
    },
    async close() {
      authentication.close();
      await forgetting?.stop();
      for (const client of clients) client.close();
      certificates?.close();
      await store.close();
    },
  });
  return { address: hostPort(host, serving.port), adminOrigin: serving.adminOrigin, stop: serving.stop };
}
