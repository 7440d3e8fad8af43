import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { FastifyInstance } from 'fastify';
import { readExamples } from './examples.ts';
import type { FirstPageSettings, PartState, SystemState } from './page-settings.ts';
import { sendPage } from './pages.ts';

/** Asks the parts of the system how they are: each time anew, and without waiting for one that does not answer. */
export type Parts = () => Promise<readonly PartState[]>;

/**
 * Makes the first page of a router in development: what runs and what waits for what, at `/`, with the figures that it asks
 * for again and again at `/state`.
 *
 * @param operationsFolder see examples.ts.
 * @param parts of the system.
 */
export function createFirstPage(operationsFolder: string, parts: Parts) {
  let supergraph: SystemState['supergraph'];
  let metrics: string | undefined;
  return {
    /** Is told of each supergraph that is served. */
    onSupergraph(sdl: string): void {
      const sha256 = createHash('sha256').update(sdl).digest('hex');
      supergraph = { id: sha256.slice(0, 12), since: new Date().toISOString() };
    },
    /** @param adminOrigin `http://host:port` of the router's administration. */
    showMetricsOf(adminOrigin: string): void {
      metrics = `${adminOrigin}/metrics`;
    },
    /** Adds the page to a server that has the playground. */
    addTo(app: FastifyInstance): void {
      app.get('/', async (_request, reply) => {
        const examples = await readExamples(operationsFolder);
        const operations = examples.map(({ name, operation, owner, purpose, isMutation, cost }) => {
          return { name, operation, owner, purpose, isMutation, ...(cost && { cost }) };
        });
        const settings: FirstPageSettings = { version: await ownVersion(), node: process.version, operations };
        return await sendPage(reply, 'first-page', settings);
      });
      app.get('/state', async (_request, reply) => {
        const state: SystemState = { parts: await parts(), supergraph, metrics };
        return await reply.header('cache-control', 'no-store').send(state);
      });
    },
  };
}

async function ownVersion(): Promise<string> {
  const manifest = await readFile(new URL('../package.json', import.meta.url), 'utf8');
  return (JSON.parse(manifest) as { version: string }).version;
}
