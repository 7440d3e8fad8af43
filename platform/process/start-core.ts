import type { ServiceDefinition } from '@grpc/grpc-js';
import type { DomainError } from '../errors/domain-error.ts';
import type { LoadedService } from '../grpc/proto.ts';
import { startGrpcServer, type UnaryHandlers } from '../grpc/server.ts';
import { addHealthRoutes, type ReadinessCheck } from './health-routes.ts';
import { hostPort } from './host-port.ts';
import { createHttpServer, listen } from './http-server.ts';
import type { Running } from './run-process.ts';

export interface RunningCore extends Running {
  /** Where its gRPC server listens: `host:port`. */
  address: string;
  healthPort: number;
}

/** Serves a core's RPCs, and its health and metrics over HTTP beside them. */
export async function startCore<Definition extends ServiceDefinition>(options: {
  service: LoadedService<Definition>;
  handlers: UnaryHandlers<Definition>;
  config: { HOST: string; GRPC_PORT: number; HEALTH_PORT: number };
  toDomainError: (error: unknown) => DomainError | undefined;
  waitsFor: ReadinessCheck;
  /** Closes what the core opened: its store, its clients. */
  close: () => Promise<void>;
}): Promise<RunningCore> {
  const { service, handlers, toDomainError, waitsFor, close } = options;
  const { HOST: host, GRPC_PORT, HEALTH_PORT } = options.config;
  let stopping = false;
  const health = createHttpServer();
  addHealthRoutes(health, async () => (stopping ? ['the end of this process'] : await waitsFor()));
  try {
    const healthPort = await listen(health, host, HEALTH_PORT);
    const server = await startGrpcServer({ service, handlers, host, port: GRPC_PORT, toDomainError });
    return {
      address: hostPort(host, server.port),
      healthPort,
      async stop() {
        stopping = true;
        await server.stop();
        await health.close();
        await close();
      },
    };
  } catch (error) {
    await health.close();
    await close();
    throw error;
  }
}
