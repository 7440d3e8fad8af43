// The thread of one embedded database; see embedded.ts. JavaScript, because what compiles TypeScript while it is
// loaded (tsx, vitest) does so in the main thread only.
import { parentPort, workerData } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';
import { PGLiteSocketServer } from '@electric-sql/pglite-socket';

const db = await PGlite.create({ dataDir: workerData.dataDir });
// Two, so that a connection which the pool replaces may overlap with its successor.
const server = new PGLiteSocketServer({ db, host: '127.0.0.1', port: 0, maxConnections: 2 });
await server.start();

parentPort.once('message', async () => {
  await server.stop();
  await db.close();
  process.exit(0);
});
parentPort.postMessage(Number(server.getServerConn().split(':').at(-1)));
