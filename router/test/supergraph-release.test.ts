import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { routerVariables, type RunningRouter, startRouter } from '../start.ts';
import { subgraphUrls } from '../subgraph-urls.ts';
import { queryFields, untilRefused } from './served-supergraph.ts';

// A router that polls what releases publish, as GitHub answers: the latest release's URL leads to that of a tag, and this one to
// another host's, signed for a while.
// https://docs.github.com/repositories/releasing-projects-on-github/linking-to-releases

const SDL = await readFile(resolve(import.meta.dirname, '../../supergraph.graphql'), 'utf8');
const NEXT = SDL.replaceAll(/\bproduct\(/g, 'article(');
const LATEST = '/acme/shop/releases/latest/download/';
const KEYS = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });

let folder: string;
/** The files of each release, by their names. */
let releases: Record<string, Record<string, string>>;
let latest: string;
let router: RunningRouter | undefined;
let servers: Server[];
/** The Authorization headers that each host was sent. */
let credentials: Record<'github' | 'storage', Set<string | undefined>>;
let url: URL;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'supergraph-release-'));
  [releases, servers, credentials] = [{}, [], { github: new Set(), storage: new Set() }];
  const storage = await listen(({ url: path = '', headers }, response) => {
    credentials.storage.add(headers.authorization);
    const { pathname, searchParams } = new URL(path, 'http://storage');
    const [, tag = '', file = ''] = pathname.split('/');
    const text = searchParams.has('signature') ? releases[tag]?.[file] : undefined;
    response.writeHead(text === undefined ? 403 : 200).end(text);
  });
  const github = await listen(({ url: path = '', headers }, response) => {
    credentials.github.add(headers.authorization);
    const file = path.split('/').at(-1) ?? '';
    const location = path.startsWith(LATEST)
      ? `/acme/shop/releases/download/${latest}/${file}`
      : `${storage}/${path.split('/').at(-2)}/${file}?signature=t0ken`;
    response.writeHead(302, { location }).end();
  });
  url = new URL(`${LATEST}supergraph.graphql`, github);
});
afterEach(async () => {
  await router?.stop();
  for (const server of servers) {
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
  }
  await rm(folder, { recursive: true });
});

test('the latest release is served, and the one after it, when its signature is of the key', async () => {
  release('v1.0.0', SDL);
  router = await start();
  expect(await queryFields(router)).toContain('product');

  // Whoever may make a release, and has no key.
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  await untilRefused(router, () => release('v1.1.0', NEXT, privateKey));
  expect(await queryFields(router)).toContain('product');

  const running = router;
  release('v1.1.1', NEXT);
  await expect.poll(() => queryFields(running)).toContain('article');
});

test('a password is for the host that the URL names, and not for the one that it leads to', async () => {
  release('v1.0.0', SDL);
  [url.username, url.password] = ['robot', 's3cret'];
  router = await start();
  expect(await queryFields(router)).toContain('product');
  expect(credentials.github).toEqual(new Set([`Basic ${Buffer.from('robot:s3cret').toString('base64')}`]));
  expect(credentials.storage).toEqual(new Set([undefined]));
});

function release(tag: string, sdl: string, key: KeyObject = KEYS.privateKey): void {
  releases[tag] = {
    'supergraph.graphql': sdl,
    'supergraph.graphql.sha256': `${createHash('sha256').update(sdl).digest('hex')}  supergraph.graphql\n`,
    'supergraph.graphql.sig': `${sign('sha256', Buffer.from(sdl), key).toString('base64')}\n`,
  };
  latest = tag;
}

async function listen(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function start(): Promise<RunningRouter> {
  const config = routerVariables.parse({
    NODE_ENV: 'test',
    PORT: '0',
    ADMIN_PORT: '0',
    SUPERGRAPH_URL: url.href,
    SUPERGRAPH_CACHE: join(folder, 'supergraph.graphql'),
    SUPERGRAPH_PUBLIC_KEY: String(KEYS.publicKey.export({ type: 'spki', format: 'pem' })),
    SUPERGRAPH_POLL_MS: '50',
  });
  return startRouter(config, subgraphUrls({}));
}
