import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { QueryPlanner } from '@apollo/query-planner';
import { log } from '@commerce/platform/log';
import { replaceFile } from '@commerce/testkit/replace-file';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { sha256 } from '../trusted-documents/manifest.ts';
import { answered, FREE, hashed, manifestOf, SET, startTrustedSystem, untrusted, Z } from './trusted-router.ts';

// The manifests that a router's trusted documents come from: their forms, their places and what is wrong with them.

let system: Awaited<ReturnType<typeof startTrustedSystem>>;
beforeAll(async () => {
  system = await startTrustedSystem();
});
afterAll(async () => {
  await system.stop();
});
afterEach(() => vi.restoreAllMocks());

test('a manifest of texts by their ids, as codegen and Relay write it, is one as well', async () => {
  const page = `fragment Both on Query {\n  z\n  y\n}\n\nquery Page {\n  ...Both\n}`;
  const router = await system.start(JSON.stringify(hashed(page, SET)), 'only');
  const trusted = { status: 200, body: { data: { z: 1, y: 2 } } };
  expect(await router.post({ documentId: `sha256:${sha256(page)}` })).toEqual(trusted);
  expect(await router.post({ documentId: sha256(SET), variables: { n: 1 } })).toMatchObject({ status: 200 });
  expect(await router.post({ query: FREE })).toMatchObject({ status: 400 });
});

test('a new manifest is taken over, a malformed one is not, and says where', async () => {
  const errors = vi.spyOn(log, 'error');
  const router = await system.start(manifestOf(hashed(Z)), 'only');
  const plans = vi.spyOn(QueryPlanner.prototype, 'buildQueryPlan');
  await replaceFile(router.path, manifestOf(hashed(FREE)));
  await expect.poll(async () => (await router.post({ documentId: sha256(FREE) })).status).toBe(200);
  expect(await router.post({ query: Z })).toMatchObject(untrusted);
  const [first] = JSON.parse(manifestOf(hashed(Z))).operations as object[];
  await replaceFile(router.path, manifestOf({}).replace('[]', JSON.stringify([first, { ...first, body: 7 }])));
  await expect.poll(() => errors.mock.calls.length).toBeGreaterThan(0);
  expect(String((errors.mock.calls[0]?.[0] as { err?: unknown } | undefined)?.err)).toMatch(/operations\[1\]\.body: /);
  expect(await router.post({ documentId: sha256(FREE) })).toMatchObject({ status: 200 });
  expect(plans).toHaveBeenCalled();
});

test('two manifests that have an id for different documents: the first has it, and the log says so', async () => {
  const errors = vi.spyOn(log, 'error');
  const other = join(system.folder, 'other.json');
  await writeFile(other, manifestOf({ page: FREE, more: Z }));
  const first = join(system.folder, 'first.json');
  await writeFile(first, manifestOf({ page: Z }));
  expect(await readFile(first, 'utf8')).toContain('page');
  const router = await system.start('', 'only', { TRUSTED_DOCUMENTS: [first, other] });
  expect(await router.post({ documentId: 'page' })).toEqual(answered);
  expect(await router.post({ documentId: 'more' })).toEqual(answered);
  expect(errors.mock.calls[0]?.[0]).toMatchObject({ manifest: other, id: 'page', operation: 'Free' });
});

describe('a manifest at a URL', () => {
  let text = manifestOf(hashed(Z));
  let [status, sent] = [200, 0];
  const server = createServer((request, response) => {
    const etag = `"${sha256(text)}"`;
    if (status !== 200) return response.writeHead(status).end();
    if (request.headers['if-none-match'] === etag) return response.writeHead(304).end();
    sent += 1;
    return response.setHeader('etag', etag).end(text);
  });
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => server.close().closeAllConnections());
  const start = async () => {
    const { port } = server.address() as AddressInfo;
    const TRUSTED_DOCUMENTS = [`http://127.0.0.1:${port}/manifest.json?signature=secret`];
    return await system.start('', 'only', { TRUSTED_DOCUMENTS, SUPERGRAPH_POLL_MS: 20 });
  };

  test('is asked for again, sent again when it is another, and kept for when it cannot be had', async () => {
    const router = await start();
    expect(await router.post({ documentId: sha256(Z) })).toEqual(answered);
    text = manifestOf(hashed(FREE));
    await expect.poll(async () => (await router.post({ documentId: sha256(FREE) })).status).toBe(200);
    expect(sent).toBe(2);
    const errors = vi.spyOn(log, 'error');
    status = 503;
    await expect.poll(() => errors.mock.calls.length).toBe(1);
    expect(await router.post({ documentId: sha256(FREE) })).toMatchObject({ status: 200 });
    const second = await start();
    expect(await second.post({ documentId: sha256(FREE) })).toMatchObject({ status: 200 });
    const said = errors.mock.calls
      .map(([fields]) => JSON.stringify(fields) + String((fields as { err: unknown }).err))
      .join();
    expect(said).toContain('answers 503');
    expect(said).not.toContain('secret');
    // Both routers follow it again.
    text = manifestOf(hashed(Z));
    status = 200;
    for (const one of [router, second]) {
      await expect.poll(async () => (await one.post({ documentId: sha256(Z) })).status).toBe(200);
    }
  });
});

describe('a router does not start', () => {
  test.each([
    ['without JSON', 'query {', 'it is not JSON'],
    ['with another format', '{"format":"relay","version":1,"operations":[]}', 'format: '],
    [
      'with one id for two documents',
      manifestOf({ a: Z })
        .replace(/\[(.*)\]/, `[$1,$1]`)
        .replace(/ z \}(?=.*Z)/, ' y }'),
      'operations[1].id',
    ],
    ['of texts, one of them a number', JSON.stringify({ ...hashed(Z), other: 7 }), 'format: '],
    ['of texts, one of them no operation', JSON.stringify({ note: 'Nothing here' }), 'operations[0].type: '],
    ['with a name of an object', '{"__proto__":{"format":"apollo-persisted-query-manifest"}}', 'format: '],
  ])('with a manifest %s', async (_what, manifest, reason) => {
    await expect(system.start(manifest, 'only')).rejects.toThrow(reason);
  });

  test('with a manifest of 100 MB, which it does not read', async () => {
    const path = join(system.folder, 'large.json');
    const { open } = await import('node:fs/promises');
    const file = await open(path, 'w');
    await file.truncate(100 * 1024 * 1024);
    await file.close();
    await expect(system.start('', 'only', { TRUSTED_DOCUMENTS: [path] })).rejects.toThrow('has 104857600 bytes');
  });

  test('with a URL that is none, and does not show its password', async () => {
    const TRUSTED_DOCUMENTS = ['https://user:secret@:70000/manifest.json'];
    const failure = await system.start('', 'only', { TRUSTED_DOCUMENTS }).catch((error: unknown) => String(error));
    expect(failure).toContain('TRUSTED_DOCUMENTS has a URL that is none');
    expect(failure).not.toContain('secret');
  });

  test('with a mode and no manifests, which would trust everything', async () => {
    const none = { TRUSTED_DOCUMENTS: undefined } as never;
    await expect(system.start('', 'only', none)).rejects.toThrow('TRUSTED_DOCUMENTS_MODE is only without');
  });
});
