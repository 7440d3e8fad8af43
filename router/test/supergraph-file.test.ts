import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type RunningRouter, startRouter } from '../start.ts';
import { subgraphUrls } from '../subgraph-urls.ts';

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

async function start() {
  const config = {
    NODE_ENV: 'test',
    HOST: '127.0.0.1',
    LOG_LEVEL: 'silent',
    PORT: 0,
    OPERATIONS_PATH: folder,
    SUPERGRAPH_PATH: path,
    SUPERGRAPH_CACHE: join(folder, 'cache.graphql'),
    SUPERGRAPH_POLL_MS: 100,
    REQUEST_TIMEOUT_MS: 1_000,
    MAX_RESPONSE_FIELDS: 1_000,
  } as const;
  router = await startRouter(config, subgraphUrls({}));
}

/** The names of the query fields that the router serves. */
async function queryFields(): Promise<string[]> {
  const response = await fetch(`${router?.origin}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: '{ __schema { queryType { fields { name } } } }' }),
  });
  const { data } = (await response.json()) as { data: { __schema: { queryType: { fields: { name: string }[] } } } };
  return data.__schema.queryType.fields.map(({ name }) => name);
}

/** As a deployment does it: the new file takes the old one's name. */
async function replace(text: string): Promise<void> {
  await writeFile(`${path}.next`, text);
  await rename(`${path}.next`, path);
}

test('a new supergraph is served without a restart', async () => {
  await writeFile(path, sdl);
  await start();
  expect(await queryFields()).toContain('product');

  await replace(sdl.replaceAll(/\bproduct\(/g, 'article('));
  await vi.waitFor(async () => expect(await queryFields()).toContain('article'), { timeout: 5_000, interval: 100 });
});

test('a broken supergraph leaves the one before it in service', async () => {
  await writeFile(path, sdl);
  await start();
  await replace(`${sdl}\nextend type Nowhere { field: Int }`);
  await vi.waitFor(async () => expect(await metric('supergraph_reloads_total{outcome="refused"}')).toBe(1), {
    timeout: 5_000,
  });
  expect(await queryFields()).toContain('product');
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
  await start();
  const refused = await metric('supergraph_reloads_total{outcome="refused"}');
  await replace(
    sdl.replace('http://localhost:4001', `http://127.0.0.1:${port}`).replace('http://localhost:4003/graphql', ''),
  );
  await vi.waitFor(async () => expect(await metric('supergraph_reloads_total{outcome="refused"}')).toBe(refused + 1), {
    timeout: 5_000,
  });
  await fetch(`${router?.origin}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: '{ accounts { id } }' }),
  });
  moved.close();
  expect(requests).toBe(0);
});

async function metric(name: string): Promise<number> {
  const text = await (await fetch(`${router?.origin}/metrics`)).text();
  const line = text.split('\n').find((candidate) => candidate.startsWith(`${name} `));
  return Number(line?.split(' ')[1] ?? 0);
}

test.each([
  ['is missing', undefined],
  ['is rubbish', 'type Query { rubbish'],
])('a router whose supergraph %s says so and does not start', async (_what, text) => {
  if (text !== undefined) await writeFile(path, text);
  await expect(start()).rejects.toThrow(`Cannot serve the supergraph in ${path}`);
});
