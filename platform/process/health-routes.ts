import type { FastifyInstance } from 'fastify';
import { metrics } from '../metrics.ts';

/** Asks a process what it waits for before it can serve: nothing, when it is ready. */
export type ReadinessCheck = () => Promise<string[]>;

/** `/healthz` (the process lives), `/readyz` (it can serve; 503 and what it waits for otherwise), `/metrics`. */
export function addHealthRoutes(app: FastifyInstance, waitsFor: ReadinessCheck): void {
  app.get('/healthz', () => ({ status: 'live' }));
  app.get('/readyz', async (_request, reply) => {
    const waiting = await waitsFor();
    return waiting.length === 0 ? { status: 'ready' } : reply.code(503).send({ status: 'waiting', waitsFor: waiting });
  });
  app.get('/metrics', async (_request, reply) => reply.type(metrics.contentType).send(await metrics.metrics()));
}
