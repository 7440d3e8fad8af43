import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { graphqlClient } from '@commerce/testkit/graphql-client';
import { PATIENCE_MS } from '@commerce/testkit/patience';
import { replaceFile } from '@commerce/testkit/replace-file';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type RunningRouter, startRouter } from '../start.ts';
import { subgraphUrls } from '../subgraph-urls.ts';
import { queryFields, untilRefused } from './served-supergraph.ts';

const sdl = await readFile(resolve(import.meta.dirname, '../../supergraph.graphql'), 'utf8');
let folder: string;
let path: string;
let router: RunningRouter | undefined;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'commerce-router-'));
  path = join(folder, 'supergraph.graphql');
});
afterEach(async () => {
  await router?.stop();
  router = undefined;
  await rm(folder, { recursive: true });
});

async function start(): Promise<RunningRouter> {
  const config = {
    NODE_ENV: 'test',
    HOST: '127.0.0.1',
    LOG_LEVEL: 'silent',
    PORT: 0,
    ADMIN_PORT: 0,
    OPERATIONS_PATH: folder,
    SUPERGRAPH_PATH: path,
    SUPERGRAPH_CACHE: join(folder, 'cache.graphql'),
    SUPERGRAPH_POLL_MS: 100,
    REQUEST_TIMEOUT_MS: PATIENCE_MS,
    MAX_REQUESTS_IN_FLIGHT: 1_000,
    MAX_RESPONSE_FIELDS: 1_000,
    SLOW_REQUEST_MS: 1_000,
    SHARE_IDENTICAL_QUERIES: 'true',
  } as const;
  router = await startRouter(config, subgraphUrls({}));
  return router;
}

test('a new supergraph is served without a restart', async () => {
  await writeFile(path, sdl);
  const running = await start();
  expect(await queryFields(running)).toContain('product');

  await replaceFile(path, sdl.replaceAll(/\bproduct\(/g, 'article('));
  await expect.poll(() => queryFields(running)).toContain('article');
});

test('a broken supergraph leaves the one before it in service', async () => {
  await writeFile(path, sdl);
  const running = await start();
  await untilRefused(running, () => replaceFile(path, `${sdl}\nextend type Nowhere { field: Int }`));
  expect(await queryFields(running)).toContain('product');
});

test('a supergraph with a subgraph without an address moves none of the others', async () => {
  let requests = 0;
  const moved = createServer((request, response) => {
    requests += 1;
    request.resume();
    response.end('{"data":{"accounts":[]}}');
  });
  await new Promise<void>((listening) => moved.listen(0, '127.0.0.1', listening));
  const { port } = moved.address() as AddressInfo;
  await writeFile(path, sdl.replaceAll(/http:\/\/localhost:400\d/g, 'http://127.0.0.1:1'));
  const running = await start();
  const half = sdl.replace('http://localhost:4001', `http://127.0.0.1:${port}`);
  await untilRefused(running, () => replaceFile(path, half.replace('http://localhost:4003/graphql', '')));
  await graphqlClient(`${running.origin}/graphql`).query('{ accounts { id } }');
  moved.close();
  expect(requests).toBe(0);
});

test.each([
  ['is missing', undefined],
  ['is rubbish', 'type Query { rubbish'],
])('a router whose supergraph %s says so and does not start', async (_what, text) => {
  if (text !== undefined) await writeFile(path, text);
  await expect(start()).rejects.toThrow(`Cannot serve the supergraph in ${path}`);
});
