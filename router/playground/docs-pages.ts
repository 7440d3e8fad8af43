import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { DocsSettings } from './page-settings.ts';
import { sendPage } from './pages.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/**
 * Adds the project's documentation, for somebody at the first page: each text at its path beside the code, so that the links in them
 * lead on. It is there for whoever has the sources; what was built for production has none.
 */
export function addDocs(app: FastifyInstance): void {
  if (!existsSync(`${ROOT}docs`)) return;
  const send = async (path: string, reply: FastifyReply) => {
    const file = DOCS.test(path) ? await readFile(`${ROOT}${path}`).catch(() => undefined) : undefined;
    if (!file) return reply.callNotFound();
    if (extname(path) === '.png') return await reply.type('image/png').send(file);
    const settings: DocsSettings = { path, markdown: file.toString() };
    return await sendPage(reply, 'docs', settings);
  };
  for (const path of ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', CHART]) {
    app.get(`/${path}`, (_request, reply) => send(path, reply));
  }
  app.get<{ Params: { '*': string } }>('/docs/*', ({ params }, reply) => send(`docs/${params['*']}`, reply));
}

/** No name in it begins with a dot: nothing leads out. */
const DOCS = /^(?:docs\/(?:decisions\/|pictures\/)?|deploy\/helm\/commerce\/)?[A-Za-z0-9][\w-]*\.(?:md|png)$/;
const CHART = 'deploy/helm/commerce/README.md';
