import type { ServiceDefinition } from '@grpc/grpc-js';
import { drainMs } from '../config/variables.ts';
import type { DomainError } from '../errors/domain-error.ts';
import type { LoadedService } from '../grpc/proto.ts';
import { startGrpcServer, type UnaryHandlers } from '../grpc/server.ts';
import { openTraces, type TracesConfig } from '../traces/traces.ts';
import { addHealthRoutes } from './health-routes.ts';
import { hostPort } from './host-port.ts';
import { createHttpServer, listen } from './http-server.ts';
import { createReadiness, type ReadinessCheck } from './readiness.ts';
import type { Running } from './run-process.ts';

export interface RunningCore extends Running {
  /** Where its gRPC server listens: `host:port`. */
  address: string;
  healthPort: number;
}

/** What a core keeps its data in. */
export interface CoreStore {
  toDomainError: (error: unknown) => DomainError | undefined;
  /** What the store waits for before it can serve: nothing, when it answers. */
  waitsFor: ReadinessCheck;
  /**
   * Makes an answering store fit for this version of the core, before its first call.
   *
   * @returns what it still lacks and somebody else has to do: nothing, when it is fit.
   * @throws UserError when waiting would not help.
   */
  prepare: ReadinessCheck;
  close(): Promise<void>;
}

/**
 * Serves a core's RPCs, and its health and metrics over HTTP beside them. Its health is served at once; its RPCs, and
 * the promise that this returns, wait for the store.
 */
export async function startCore<Definition extends ServiceDefinition>(options: {
  /** Of the domain: "account". */
  name: string;
  service: LoadedService<Definition>;
  handlers: UnaryHandlers<Definition>;
  config: TracesConfig & {
    NODE_ENV: string;
    HOST: string;
    GRPC_PORT: number;
    HEALTH_PORT: number;
    DRAIN_MS?: number | undefined;
  };
  store: CoreStore;
  /** Closes what the core opened beside its store: its clients. */
  close?: () => void;
}): Promise<RunningCore> {
  const { name, service, handlers, store, close = () => {} } = options;
  const { HOST: host, GRPC_PORT, HEALTH_PORT } = options.config;
  const readiness = createReadiness(`${name} core`, preparedFirst(name, store));
  const health = createHttpServer();
  const traces = await openTraces(`${name}-core`, options.config);
  addHealthRoutes(health, readiness);
  const closeAll = async () => {
    readiness.stop();
    await health.close();
    close();
    await store.close();
    await traces.stop();
  };
  try {
    const healthPort = await listen(health, host, HEALTH_PORT);
    await readiness.untilReady();
    const { toDomainError } = store;
    const spans = traces.provider;
    const server = await startGrpcServer({ service, handlers, host, port: GRPC_PORT, toDomainError, spans });
    await readiness.watch(server.setServing);
    return {
      address: hostPort(host, server.port),
      healthPort,
      async stop() {
        await readiness.drain(drainMs(options.config));
        await server.stop();
        await closeAll();
      },
    };
  } catch (error) {
    await closeAll();
    throw error;
  }
}

/** What a store waits for, which until it was prepared once includes that. */
function preparedFirst(name: string, { waitsFor, prepare, toDomainError }: CoreStore): ReadinessCheck {
  let prepared = false;
  return async () => {
    const waiting = await waitsFor();
    if (prepared || waiting.length > 0) return waiting;
    try {
      const lacking = await prepare();
      prepared = lacking.length === 0;
      return lacking;
    } catch (error) {
      // The store has gone meanwhile, or is not quite there yet.
      if (toDomainError(error)) return [`the ${name} store`];
      throw error;
    }
  };
}
