import { metrics } from '../metrics.ts';
import { OPEN_METRICS, openMetrics } from '../open-metrics.ts';
import { hostPort } from './host-port.ts';
import { createHttpServer, listen } from './http-server.ts';
import type { Readiness } from './readiness.ts';
import type { Running } from './run-process.ts';

export interface Administration extends Running {
  /** `http://host:port` */
  origin: string;
}

/**
 * Serves what those who operate a process ask of it, on a port of its own that its callers need not reach: `/healthz` (the
 * process lives), `/readyz` (it can serve; 503 and what it waits for otherwise), `/metrics`. A process that sheds
 * requests still answers here: a probe that were refused would end it, or hand its load to the next.
 *
 * @throws UserError when it cannot listen.
 */
export async function startAdministration(
  { HOST, ADMIN_PORT }: { HOST: string; ADMIN_PORT: number },
  readiness: Pick<Readiness, 'waitsFor' | 'isDraining'>,
): Promise<Administration> {
  const app = createHttpServer(readiness);
  app.get('/healthz', () => ({ status: 'live' }));
  app.get('/readyz', (_request, reply) => {
    const waitsFor = readiness.waitsFor();
    return reply
      .code(waitsFor.length === 0 ? 200 : 503)
      .send(waitsFor.length === 0 ? { status: 'ready' } : { status: 'waiting', waitsFor });
  });
  app.get('/metrics', async ({ headers }, reply) => {
    if (!headers.accept?.includes('application/openmetrics-text')) {
      return reply.type(metrics.contentType).send(await metrics.metrics());
    }
    return reply.type(OPEN_METRICS).send(await openMetrics(metrics.getMetricsAsArray()));
  });
  const port = await listen(app, HOST, ADMIN_PORT, 'ADMIN_PORT');
  return { origin: `http://${hostPort(HOST, port)}`, stop: async () => await app.close() };
}
