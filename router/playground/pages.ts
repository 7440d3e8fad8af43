import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply } from 'fastify';

/** What `npm run pages` has made of playground/, in the sources and in build/ alike. */
const GENERATED = fileURLToPath(new URL('../../playground/generated/', import.meta.url));

/** Adds what the pages load: files whose names have the hash of what is in them, so that a browser asks for each once. */
export function addAssets(app: FastifyInstance): void {
  // Without it the process must start all the same; whoever asks for a page is told.
  if (!existsSync(`${GENERATED}assets`)) return;
  void app.register(fastifyStatic, {
    root: `${GENERATED}assets`,
    prefix: '/playground/assets/',
    preCompressed: true,
    immutable: true,
    maxAge: '1y',
    index: false,
    decorateReply: false,
  });
}

/**
 * Answers with a page that loads nothing from elsewhere.
 *
 * @param settings the page finds them in its element `settings`.
 */
export async function sendPage(
  reply: FastifyReply,
  name: 'playground' | 'first-page' | 'docs',
  settings: object,
): Promise<void> {
  const page = await readFile(`${GENERATED}${name}.html`, 'utf8').catch(() => undefined);
  if (page === undefined) return await reply.code(503).type('text/plain; charset=utf-8').send(NOT_MADE);
  // Nothing in a name may end the element.
  const json = JSON.stringify(settings).replaceAll('<', String.raw`\u003c`);
  return await reply
    .type('text/html; charset=utf-8')
    .header('content-security-policy', NOTHING_FROM_ELSEWHERE)
    .header('cache-control', 'no-cache')
    .send(page.replace('{}', () => json));
}

const NOT_MADE = `The page has not been made: run \`npm run pages\`, which \`npm ci\` does unless it is told --ignore-scripts.\n`;

/** The editor sets styles of its own, and has pictures in them. */
const NOTHING_FROM_ELSEWHERE = [
  "default-src 'none'",
  "script-src 'self'",
  "worker-src 'self'",
  "connect-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "font-src 'self' data:",
  "img-src 'self' data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');
