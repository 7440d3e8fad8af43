import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { addCallers, type PlaygroundCallers } from './playground-callers.ts';

/**
 * Adds `/playground`: GraphiQL as one page that loads nothing from elsewhere, with a tab for each operation in a folder.
 *
 * @param operationsFolder holds `.graphql` files; a `<name>.json` beside one holds its variables.
 * @param callers whom somebody at it may be.
 */
export function addPlayground(app: FastifyInstance, operationsFolder: string, callers?: PlaygroundCallers): void {
  const head = callers ? addCallers(app, callers) : '';
  let page: Promise<string> | undefined;
  app.get('/playground', async (_request, reply) => {
    page ??= renderPage(operationsFolder, head);
    return reply
      .type('text/html; charset=utf-8')
      .header('content-security-policy', NOTHING_FROM_ELSEWHERE)
      .send(await page);
  });
  app.get('/', (_request, reply) => reply.redirect('/playground'));
}

const NOTHING_FROM_ELSEWHERE = "default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob:";

async function renderPage(operationsFolder: string, head: string): Promise<string> {
  const defaultTabs = await readTabs(operationsFolder);
  // It is a text of 9 MB, which takes 48 MB of memory: a router that nobody asks for it does without.
  const { renderGraphiQL } = await import('@graphql-yoga/render-graphiql');
  const page = renderGraphiQL({
    title: 'Commerce supergraph',
    endpoint: '/graphql',
    ...(defaultTabs.length > 0 && { defaultTabs }),
  });
  return page.replace('</head>', () => `${head}</head>`);
}

/** A tab for each operation; those that can run as they are come before those whose variables have a `<placeholder>`. */
async function readTabs(folder: string): Promise<Tab[]> {
  const files = await readdir(folder).catch((): string[] => []);
  const tabs = await Promise.all(
    files
      .filter((file) => file.endsWith('.graphql'))
      .toSorted()
      .map((file) => readTab(folder, file)),
  );
  const isToBeFilled = ({ variables = '' }: Tab) => variables.includes('<');
  return [...tabs.filter((tab) => !isToBeFilled(tab)), ...tabs.filter(isToBeFilled)];
}

interface Tab {
  query: string;
  variables?: string;
}

async function readTab(folder: string, file: string): Promise<Tab> {
  const query = await readFile(join(folder, file), 'utf8');
  const variables = await readFile(join(folder, file.replace(/\.graphql$/, '.json')), 'utf8').catch(() => undefined);
  return { query, ...(variables !== undefined && { variables }) };
}
