import type { TracerProvider } from '@opentelemetry/api';
import type { FastifyInstance } from 'fastify';
import { type DrainConfig, drainMs } from '../config/variables.ts';
import { openTraces, type TracesConfig } from '../traces/traces.ts';
import { addHealthRoutes } from './health-routes.ts';
import { createHttpServer, listen } from './http-server.ts';
import { createReadiness, type ReadinessCheck } from './readiness.ts';
import type { Running } from './run-process.ts';

/** What every process that serves is told. */
export type ServeConfig = TracesConfig & DrainConfig & { HOST: string };

/** What a process serves, once it does. */
export interface Server extends Running {
  /** Is told when the process becomes ready, or no longer is. */
  setServing?(serving: boolean): void;
}

export interface Serving<RpcServer> extends Running {
  /** Of its HTTP server. */
  port: number;
  rpcServer: RpcServer;
}

/**
 * The life of a process, the same for cores, subgraphs and the router. It serves its health and metrics at once, then
 * waits for what it needs, then serves. When it is stopped it says so while it still serves, lets what is in flight
 * end, and closes what it opened, the last first.
 *
 * @throws UserError when it cannot listen, or what its parts throw; whatever was opened is closed then.
 */
export async function serve<RpcServer extends Server | undefined = undefined>(options: {
  /** As logs and traces have it: "order core". */
  name: string;
  config: ServeConfig;
  /** Of the HTTP server. */
  port: number;
  waitsFor: ReadinessCheck;
  /** Adds what it serves over HTTP beside its health. */
  addRoutes?: (app: FastifyInstance, spans: TracerProvider | undefined) => Promise<Running>;
  /** Starts what it serves beside HTTP, as soon as there is nothing to wait for. */
  startRpcServer?: (spans: TracerProvider | undefined) => Promise<RpcServer>;
  /** Closes what the process has opened itself. */
  close: () => Promise<void> | void;
}): Promise<Serving<RpcServer>> {
  const { name, config, waitsFor, addRoutes, startRpcServer } = options;
  const opened: (() => Promise<void> | void)[] = [options.close];
  const end = () => closeAll(opened.splice(0));
  try {
    const traces = await openTraces(name.replaceAll(' ', '-'), config);
    // Spans of what is closed after it would be lost.
    opened.unshift(traces.stop);
    const readiness = createReadiness(name, waitsFor);
    const app = createHttpServer();
    addHealthRoutes(app, readiness);
    opened.push(async () => await app.close(), readiness.stop);
    const routes = await addRoutes?.(app, traces.provider);
    if (routes) opened.push(() => routes.stop());
    const port = await listen(app, config.HOST, options.port);
    if (startRpcServer) await readiness.untilReady();
    const rpcServer = (await startRpcServer?.(traces.provider)) as RpcServer;
    if (rpcServer) opened.push(() => rpcServer.stop());
    await readiness.watch((ready) => rpcServer?.setServing?.(ready));
    return {
      port,
      rpcServer,
      async stop() {
        await readiness.drain(drainMs(config));
        await end();
      },
    };
  } catch (error) {
    await end();
    throw error;
  }
}

/** The last first, and all of them even if one fails. */
async function closeAll(opened: (() => Promise<void> | void)[]): Promise<void> {
  const close = opened.pop();
  if (!close) return;
  try {
    await close();
  } finally {
    await closeAll(opened);
  }
}
