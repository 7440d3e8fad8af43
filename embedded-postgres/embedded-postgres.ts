import { Worker } from 'node:worker_threads';

export interface EmbeddedPostgres {
  /** Where PostgreSQL clients connect: one connection at a time. */
  url: string;
  /** Writes everything out and ends it. */
  stop(): Promise<void>;
}

/**
 * Starts a PostgreSQL server inside this process: PGlite (https://pglite.dev), in a thread of its own because it works
 * synchronously, listening on a port of the loopback interface. For development and tests: it has one session, so use
 * it through a pool of one connection.
 *
 * @param dataDir an existing folder that keeps the data; empty for a new database.
 */
export async function startEmbeddedPostgres(dataDir: string): Promise<EmbeddedPostgres> {
  const worker = new Worker(new URL('./embedded-worker.mjs', import.meta.url), { workerData: { dataDir, compiled } });
  let stopping = false;
  const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
  const started = await new Promise<Started>((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', () => reject(new Error(`The embedded database in ${dataDir} ended while it started.`)));
  });
  compiled ??= started.compiled;
  // Nothing brings it back: the process that has it ends, as it would by any other fault of its own.
  worker.once('exit', () => {
    if (!stopping) throw new Error(`The embedded database in ${dataDir} ended by itself.`);
  });
  return {
    url: `postgresql://postgres@127.0.0.1:${started.port}/postgres?sslmode=disable`,
    async stop() {
      stopping = true;
      worker.postMessage('stop');
      await ended;
    },
  };
}

interface Started {
  port: number;
  /** PostgreSQL as WebAssembly.Module, which Node's types do not have. */
  compiled: unknown;
}

/**
 * One for all databases of the process: each that compiled PostgreSQL for itself would cost a second of CPU at its start, and
 * seconds more until what it runs is fast.
 */
let compiled: unknown;
