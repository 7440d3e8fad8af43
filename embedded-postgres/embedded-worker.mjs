// The thread of one embedded database; see embedded-postgres.ts. JavaScript, because what compiles TypeScript while it is
// loaded (tools/typescript.mjs, vitest) does so in the main thread only.
import { parentPort, workerData } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';
import { PGLiteSocketServer } from '@electric-sql/pglite-socket';

const { dataDir, engine } = workerData;
const db = await PGlite.create({
  dataDir,
  pgliteWasmModule: engine,
  // Of PostgreSQL's usual 128 MB it would touch half before the first query.
  startParams: [...PGlite.defaultStartParams, '-c', 'shared_buffers=8MB'],
});
// A connection which the pool replaces may overlap with its successor, and with the one that asked to cancel its
// statement, which PGlite does not do.
const server = new PGLiteSocketServer({ db, host: '127.0.0.1', port: 0, maxConnections: 4 });
await server.start();

parentPort.once('message', async () => {
  await server.stop();
  await db.close();
  process.exit(0);
});
parentPort.postMessage(Number(server.getServerConn().split(':').at(-1)));
