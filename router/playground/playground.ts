import type { FastifyInstance } from 'fastify';
import { addCallers, type PlaygroundCallers } from './callers.ts';
import { readExamples } from './examples.ts';
import { addAssets, sendPage } from './pages.ts';

/**
 * Adds `/playground`: GraphiQL with the operations of a folder, and beside their answers how each was planned and what each
 * part did.
 *
 * @param operationsFolder see examples.ts.
 * @param callers whom somebody at it may be.
 */
export function addPlayground(app: FastifyInstance, operationsFolder: string, callers?: PlaygroundCallers): void {
  const people = callers ? addCallers(app, callers) : [];
  addAssets(app);
  app.get('/playground', async (_request, reply) => {
    // Read anew: whoever writes an operation sees it when they load the page.
    const examples = await readExamples(operationsFolder);
    return await sendPage(reply, 'playground', { endpoint: '/graphql', examples, people });
  });
}
