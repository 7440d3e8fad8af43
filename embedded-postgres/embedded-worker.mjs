// The thread of one embedded database; see embedded.ts. JavaScript, because what compiles TypeScript while it is
// loaded (tsx, vitest) does so in the main thread only.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';
import { PGLiteSocketServer } from '@electric-sql/pglite-socket';

const folder = join(createRequire(import.meta.url).resolve('@electric-sql/pglite'), '..');
const compiled = workerData.compiled ?? (await WebAssembly.compile(await readFile(join(folder, 'pglite.wasm'))));
const db = await PGlite.create({ dataDir: workerData.dataDir, pgliteWasmModule: compiled });
// A connection which the pool replaces may overlap with its successor, and with the one that asked to cancel its
// statement, which PGlite does not do.
const server = new PGLiteSocketServer({ db, host: '127.0.0.1', port: 0, maxConnections: 4 });
await server.start();

parentPort.once('message', async () => {
  await server.stop();
  await db.close();
  process.exit(0);
});
parentPort.postMessage({ port: Number(server.getServerConn().split(':').at(-1)), compiled });
