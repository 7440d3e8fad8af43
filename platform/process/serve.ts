import type { TracerProvider } from '@opentelemetry/api';
import { type DrainConfig, drainMs } from '../config/variables.ts';
import { openTraces, type TracesConfig } from '../traces/traces.ts';
import { startAdministration } from './administration.ts';
import { createReadiness, type Readiness, type ReadinessCheck } from './readiness.ts';
import type { Running } from './run-process.ts';

/** What every process that serves is told. */
export type ServeConfig = TracesConfig & DrainConfig & { HOST: string; ADMIN_PORT: number };

/** What a process serves to its callers, once it does. */
export interface Server extends Running {
  port: number;
  /** Is told when the process becomes ready, or no longer is. */
  setServing?(serving: boolean): void;
}

export interface Serving extends Running {
  /** Where its callers reach it. */
  port: number;
  /** Where its health, readiness and metrics are: `http://host:port` */
  adminOrigin: string;
}

/**
 * The life of a process, the same for cores, subgraphs and the router. It serves its health and metrics at once, on a
 * port of their own, then what its callers ask for. When it is stopped it says so while it still serves, lets what is in
 * flight end, and closes what it opened, the last first.
 *
 * @throws UserError when it cannot listen, or what its parts throw; whatever was opened is closed then.
 */
export async function serve(options: {
  /** As logs and traces have it: "order core". */
  name: string;
  config: ServeConfig;
  waitsFor: ReadinessCheck;
  /** Starts what its callers reach. It may wait until the process is ready. */
  startServer: (spans: TracerProvider | undefined, readiness: Readiness) => Promise<Server>;
  /** Closes what the process has opened itself. */
  close: () => Promise<void> | void;
}): Promise<Serving> {
  const { name, config, waitsFor, startServer } = options;
  const opened: (() => Promise<void> | void)[] = [options.close];
  const end = () => closeAll(opened.splice(0));
  try {
    const traces = await openTraces(name.replaceAll(' ', '-'), config);
    // Spans of what is closed after it would be lost.
    opened.unshift(traces.stop);
    const readiness = createReadiness(name, waitsFor);
    opened.push(readiness.stop);
    const administration = await startAdministration(config, readiness);
    opened.push(administration.stop);
    const server = await startServer(traces.provider, readiness);
    opened.push(() => server.stop());
    await readiness.watch((ready) => server.setServing?.(ready));
    return {
      port: server.port,
      adminOrigin: administration.origin,
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
