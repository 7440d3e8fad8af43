import { createHash } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { routerVariables, type RunningRouter, startRouter } from '../start.ts';
import { subgraphUrls } from '../subgraph-urls.ts';
import { queryFields, refusals } from './served-supergraph.ts';

const SDL = await readFile(resolve(import.meta.dirname, '../../supergraph.graphql'), 'utf8');
const NEXT = SDL.replaceAll(/\bproduct\(/g, 'article(');

let folder: string;
/** What is published, by path; nothing is a 404. */
let published: Record<string, string>;
let server: Server | undefined;
let port = 0;
let routers: RunningRouter[];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'commerce-supergraph-'));
  routers = [];
  published = {};
  port = 0;
  await startServer();
});
afterEach(async () => {
  await Promise.all(routers.map((router) => router.stop()));
  await stopServer();
  await rm(folder, { recursive: true });
});

test('a published supergraph is served, and so is the next one', async () => {
  publish(SDL);
  const router = await start();
  expect(await queryFields(router)).toContain('product');
  publish(NEXT);
  await expect.poll(() => queryFields(router)).toContain('article');
});

test('one that is not what its checksum says is not served', async () => {
  publish(SDL);
  const router = await start();
  publish(NEXT, sha256(`${NEXT} `));
  await expect.poll(() => refusals(router)).toBeGreaterThan(0);
  expect(await queryFields(router)).toContain('product');
  // As when it was half published: then the rest comes.
  publish(NEXT);
  await expect.poll(() => queryFields(router)).toContain('article');
});

test('with the URL gone the last good one stays in service, and a start has it from the disk', async () => {
  publish(NEXT);
  const router = await start();
  await stopServer();
  expect(await queryFields(router)).toContain('article');
  const second = await start();
  expect(await queryFields(second)).toContain('article');
  // And it follows the URL again when that is back.
  publish(SDL);
  await startServer();
  await expect.poll(() => queryFields(second)).toContain('product');
});

test('without the URL and without a last good one there is no start, and it says why', async () => {
  await stopServer();
  await expect(start()).rejects.toThrow(
    /Cannot serve the supergraph in http:.*\/supergraph.graphql: .*cannot be fetched/,
  );
});

function publish(sdl: string, checksum = sha256(sdl)): void {
  published = { '/supergraph.graphql': sdl, '/supergraph.graphql.sha256': `${checksum}  supergraph.graphql\n` };
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

async function startServer(): Promise<void> {
  const starting = createServer(({ url = '' }, response) => {
    const text = published[url];
    response.writeHead(text === undefined ? 404 : 200).end(text);
  });
  await new Promise<void>((listening) => starting.listen(port, '127.0.0.1', listening));
  port = (starting.address() as AddressInfo).port;
  server = starting;
}

async function stopServer(): Promise<void> {
  server?.closeAllConnections();
  await new Promise<void>((closed) => (server ? server.close(() => closed()) : closed()));
  server = undefined;
}

async function start(): Promise<RunningRouter> {
  const config = routerVariables.parse({
    NODE_ENV: 'test',
    PORT: '0',
    ADMIN_PORT: '0',
    SUPERGRAPH_URL: `http://127.0.0.1:${port}/supergraph.graphql`,
    SUPERGRAPH_CACHE: join(folder, 'kept/supergraph.graphql'),
    SUPERGRAPH_POLL_MS: '50',
  });
  const router = await startRouter(config, subgraphUrls({}));
  routers.push(router);
  return router;
}
