import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { inspect } from 'node:util';
import { freePort } from '@commerce/testkit/free-port';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { routerVariables, type RunningRouter, startRouter } from '../start.ts';
import { firstSupergraph } from '../supergraph-source.ts';
import { supergraphUrl } from '../supergraph-url.ts';
import { subgraphUrls } from '../subgraph-urls.ts';
import { queryFields, untilRefused } from './served-supergraph.ts';

const SDL = await readFile(resolve(import.meta.dirname, '../../supergraph.graphql'), 'utf8');
const NEXT = SDL.replaceAll(/\bproduct\(/g, 'article(');

let folder: string;
/** What is published, by path; nothing is a 404. */
let published: Record<string, string>;
/** The Authorization header that a reader must send, and what else its URL has. */
let password: string | undefined;
let user: string;
let query: string;
let server: Server | undefined;
let port: number;
let routers: RunningRouter[];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'commerce-supergraph-'));
  routers = [];
  published = {};
  [password, user, query] = [undefined, '', ''];
  // It is listened on again after a while in which nobody else must get it.
  port = await freePort();
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
  await untilRefused(router, () => publish(NEXT, sha256(`${NEXT} `)));
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

// Each has the right checksum.
const UNSERVED = [
  ['rubbish', () => 'type Query { rubbish'],
  [
    'one that needs a feature that the router has not',
    () =>
      SDL.replace(/^schema/m, 'schema @link(url: "https://specs.apollo.dev/authenticated/v0.1", for: SECURITY)').concat(
        '\ndirective @authenticated on FIELD_DEFINITION | OBJECT | INTERFACE | SCALAR | ENUM\n',
      ),
  ],
  ['one that names a subgraph without an address', () => SDL.replace('http://localhost:4003/graphql', '')],
  ['one with a name that GraphQL reserves', () => SDL.replaceAll(/\bproduct\(/g, '__product(')],
] as const;

describe.each(UNSERVED)('a published supergraph that is %s', (_what, unserved) => {
  test('leaves the one before it in service, and is not what a router starts from', async () => {
    publish(NEXT);
    const router = await start();
    await untilRefused(router, () => publish(unserved()));
    expect(await queryFields(router)).toContain('article');

    expect(await readFile(cache(), 'utf8')).toBe(NEXT);
    const second = await start();
    expect(await queryFields(second)).toContain('article');
    await stopServer();
    const third = await start();
    expect(await queryFields(third)).toContain('article');
    // And each takes over the mended one.
    publish(SDL);
    await startServer();
    for (const running of [router, second, third]) {
      await expect.poll(() => queryFields(running)).toContain('product');
    }
    await expect.poll(() => readFile(cache(), 'utf8')).toBe(SDL);
  });

  test('is not kept, when it is the first one', async () => {
    publish(unserved());
    await expect(start()).rejects.toThrow('Cannot serve the supergraph in http:');
    await expect(readFile(cache(), 'utf8')).rejects.toThrow('ENOENT');
  });
});

test('a kept supergraph that is damaged costs nothing while the URL answers, and is named when it does not', async () => {
  publish(SDL);
  await start();
  await writeFile(cache(), 'type Query { rubbish');
  const second = await start();
  expect(await queryFields(second)).toContain('product');
  expect(await readFile(cache(), 'utf8')).toBe(SDL);

  await writeFile(cache(), 'type Query { rubbish');
  await stopServer();
  await expect(start()).rejects.toThrow(
    /Cannot serve the supergraph in http:.*cannot be fetched.*; nor can the last good one in .*kept\/supergraph\.graphql: Syntax Error/,
  );
});

test('a URL that never stops sending is read up to a limit', async () => {
  publish(SDL);
  const router = await start();
  await untilRefused(router, () => (published['/supergraph.graphql.sha256'] = 'x'.repeat(1_000_000)));
  await untilRefused(router, () => publish(`# ${'x'.repeat(33 * 1024 * 1024)}`));
  expect(await queryFields(router)).toContain('product');
});

test('a URL may have a user and a query, and nobody is told of the password in it', async () => {
  [user, query] = ['robot%40shop:s3cret%25@', '?signature=t0ken'];
  password = `Basic ${Buffer.from('robot@shop:s3cret%').toString('base64')}`;
  publish(SDL);
  const router = await start();
  expect(await queryFields(router)).toContain('product');

  await rm(cache());
  published = {};
  const said = await waitsFor();
  expect(said).toContain(`http://***@127.0.0.1:${port}/supergraph.graphql.sha256?*** answers 404.`);
  expect(said).not.toMatch(/s3cret|t0ken|robot/);
  user = 'robot:s3cret%@';
  await stopServer();
  expect(await waitsFor()).toMatch(/cannot be fetched: (connect ECONNREFUSED|other side closed)/);
  expect(await waitsFor()).not.toMatch(/s3cret|t0ken|robot/);
});

test('a first start without the URL waits for it, says so, and serves once it is there', async () => {
  await stopServer();
  const admin = await freePort();
  const starting = start({ ADMIN_PORT: String(admin) });
  const readiness = async () => (await fetch(`http://127.0.0.1:${admin}/readyz`)).text();
  await expect.poll(() => readiness().catch(String)).toContain('the supergraph in http:');
  publish(SDL);
  await startServer();
  expect(await queryFields(await starting)).toContain('product');
  expect(await readiness()).toBe('{"status":"ready"}');
});

describe('with SUPERGRAPH_PUBLIC_KEY', () => {
  test.each([
    ['ECDSA', () => generateKeyPairSync('ec', { namedCurve: 'prime256v1' })],
    ['Ed25519', () => generateKeyPairSync('ed25519')],
    ['RSA', () => generateKeyPairSync('rsa', { modulusLength: 2_048 })],
  ])('what was signed with its other half is served, and nothing else: %s', async (_name, generate) => {
    const { publicKey, privateKey } = generate();
    publish(SDL);
    publishSignature(SDL, privateKey);
    const router = await start({ SUPERGRAPH_PUBLIC_KEY: pem(publicKey) });
    expect(await queryFields(router)).toContain('product');
    // Whoever put it there has no key.
    for (const signedBy of [undefined, generate().privateKey]) {
      await untilRefused(router, () => {
        publish(NEXT);
        if (signedBy) publishSignature(NEXT, signedBy);
      });
      expect(await queryFields(router)).toContain('product');
    }
    publishSignature(NEXT, privateKey);
    await expect.poll(() => queryFields(router)).toContain('article');
  });

  test('a first start says what is missing', async () => {
    const { publicKey } = generateKeyPairSync('ed25519');
    const source = supergraphUrl(`http://127.0.0.1:${port}/supergraph.graphql`, cache(), 50, pem(publicKey));
    publish(SDL);
    expect(await firstSupergraph(source)()).toEqual([expect.stringMatching(/supergraph\.graphql\.sig answers 404/)]);
    published['/supergraph.graphql.sig'] = 'none';
    expect(await firstSupergraph(source)()).toEqual([expect.stringContaining("may be anybody's")]);
  });

  test('it is a public key, and there is a URL', async () => {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    const secret = String(privateKey.export({ type: 'pkcs8', format: 'pem' }));
    for (const wrong of ['rubbish', secret, pem(publicKey).slice(0, 60)]) {
      expect(routerVariables.shape.SUPERGRAPH_PUBLIC_KEY.safeParse(wrong).success).toBe(false);
    }
    const config = routerVariables.parse({ NODE_ENV: 'test', SUPERGRAPH_PUBLIC_KEY: pem(publicKey) });
    await expect(startRouter(config, subgraphUrls({}))).rejects.toThrow('expected a SUPERGRAPH_URL beside it');
  });
});

function pem(publicKey: KeyObject): string {
  return String(publicKey.export({ type: 'spki', format: 'pem' }));
}

function publishSignature(sdl: string, key: KeyObject): void {
  const digest = key.asymmetricKeyType === 'ed25519' ? null : 'sha256';
  published['/supergraph.graphql.sig'] = `${sign(digest, Buffer.from(sdl), key).toString('base64')}\n`;
}

function publish(sdl: string, checksum = sha256(sdl)): void {
  published = {
    [`/supergraph.graphql${query}`]: sdl,
    [`/supergraph.graphql.sha256${query}`]: `${checksum}  supergraph.graphql\n`,
  };
}

function cache(): string {
  return join(folder, 'kept/supergraph.graphql');
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

async function startServer(): Promise<void> {
  const starting = createServer(({ url = '', headers }, response) => {
    if (password !== undefined && headers.authorization !== password) return response.writeHead(401).end();
    const text = published[url];
    return response.writeHead(text === undefined ? 404 : 200).end(text);
  });
  await new Promise<void>((listening) => starting.listen(port, '127.0.0.1', listening));
  server = starting;
}

async function stopServer(): Promise<void> {
  server?.closeAllConnections();
  await new Promise<void>((closed) => (server ? server.close(() => closed()) : closed()));
  server = undefined;
}

/** What a first start waits for. */
async function waitsFor(): Promise<string> {
  const url = `http://${user}127.0.0.1:${port}/supergraph.graphql${query}`;
  return inspect(await firstSupergraph(supergraphUrl(url, cache(), 50))(), { depth: 10 });
}

async function start(variables: Record<string, string> = {}): Promise<RunningRouter> {
  const config = routerVariables.parse({
    NODE_ENV: 'test',
    PORT: '0',
    ADMIN_PORT: '0',
    SUPERGRAPH_URL: `http://${user}127.0.0.1:${port}/supergraph.graphql${query}`,
    SUPERGRAPH_CACHE: cache(),
    SUPERGRAPH_POLL_MS: '50',
    ...variables,
  });
  const router = await startRouter(config, subgraphUrls({}));
  routers.push(router);
  return router;
}
