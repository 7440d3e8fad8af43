import type { FastifyInstance } from 'fastify';
import { metrics } from '../metrics.ts';
import type { Readiness } from './readiness.ts';

/**
 * `/healthz` (the process lives), `/readyz` (it can serve; 503 and what it waits for otherwise), `/metrics`. When the
 * process is about to end, every response asks for its connection to be closed, so that the next one goes elsewhere.
 */
export function addHealthRoutes(app: FastifyInstance, readiness: Pick<Readiness, 'waitsFor' | 'isDraining'>): void {
  app.addHook('onRequest', (_request, reply, done) => {
    if (readiness.isDraining()) void reply.header('connection', 'close');
    done();
  });
  app.get('/healthz', () => ({ status: 'live' }));
  app.get('/readyz', (_request, reply) => {
    const waitsFor = readiness.waitsFor();
    return reply
      .code(waitsFor.length === 0 ? 200 : 503)
      .send(waitsFor.length === 0 ? { status: 'ready' } : { status: 'waiting', waitsFor });
  });
  app.get('/metrics', async (_request, reply) => reply.type(metrics.contentType).send(await metrics.metrics()));
}
