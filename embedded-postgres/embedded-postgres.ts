import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
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
 * @param dataDir an existing folder that keeps the data; see `makeEmptyDatabase` for a new one.
 */
export async function startEmbeddedPostgres(dataDir: string): Promise<EmbeddedPostgres> {
  engine ??= compileEngine();
  const workerData = { dataDir, engine: await engine };
  const worker = new Worker(new URL('./embedded-worker.mjs', import.meta.url), { workerData });
  let stopping = false;
  const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
  const port = await new Promise<number>((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', () => reject(new Error(`The embedded database in ${dataDir} ended while it started.`)));
  });
  // Nothing brings it back: the process that has it ends, as it would by any other fault of its own.
  worker.once('exit', () => {
    if (!stopping) throw new Error(`The embedded database in ${dataDir} ended by itself.`);
  });
  return {
    url: `postgresql://postgres@127.0.0.1:${port}/postgres?sslmode=disable`,
    async stop() {
      stopping = true;
      worker.postMessage('stop');
      await ended;
    },
  };
}

/**
 * One for all databases of the process: each that compiled PostgreSQL for itself would cost a second of CPU at its start, and
 * seconds more until what it runs is fast.
 */
let engine: Promise<object> | undefined;

async function compileEngine(): Promise<object> {
  const entry = createRequire(import.meta.url).resolve('@electric-sql/pglite');
  return await WebAssembly.compile(await readFile(new URL('pglite.wasm', pathToFileURL(entry))));
}

/** Node has it, and its types do not. */
declare const WebAssembly: { compile(code: Uint8Array): Promise<object> };
