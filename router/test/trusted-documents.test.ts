import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { QueryPlanner } from '@apollo/query-planner';
import { log } from '@commerce/platform/log';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { sha256 } from '../trusted-documents/manifest.ts';
import { FREE, hashed, manifestOf, SDL, SET, SKIPPED, startTrustedSystem, Z } from './trusted-router.ts';

let system: Awaited<ReturnType<typeof startTrustedSystem>>;
beforeAll(async () => {
  system = await startTrustedSystem();
});
afterAll(async () => {
  await system.stop();
});
afterEach(() => vi.restoreAllMocks());

const answered = { status: 200, body: { data: { z: 1 } } };
const untrusted = {
  status: 400,
  body: { errors: [{ extensions: { code: 'BAD_USER_INPUT', reason: 'DOCUMENT_NOT_TRUSTED' } }] },
};
const apq = (sha256Hash: unknown, version = 1) => ({ extensions: { persistedQuery: { version, sha256Hash } } });

describe('a router that answers only trusted documents', () => {
  let router: Awaited<ReturnType<typeof system.start>>;
  beforeAll(async () => {
    router = await system.start(
      manifestOf({ ...hashed(Z, SET), 'page-of-z': SKIPPED, 'x-shop:z': 'query Other { z }' }),
      'only',
    );
  });

  test('answers them by every name that they have', async () => {
    const id = sha256(Z);
    for (const body of [
      { documentId: `sha256:${id}` },
      { documentId: id },
      apq(id),
      { query: Z },
      { query: Z, ...apq(id) },
    ]) {
      expect({ body, answer: await router.post(body) }).toEqual({ body, answer: answered });
    }
    expect(await router.post({ documentId: 'page-of-z', variables: { skip: true } })).toEqual(answered);
    expect(await router.post({ documentId: 'x-shop:z' })).toEqual(answered);
    expect(await router.get({ documentId: `sha256:${id}` })).toEqual(answered);
    expect(await router.get({ extensions: JSON.stringify(apq(id).extensions) })).toEqual(answered);
    expect(await router.get({ query: Z })).toEqual(answered);
  });

  test.each([
    ['another document', { query: FREE }],
    ['one that differs in white space', { query: `${Z} ` }],
    ['a probe', { query: '{ __typename }' }],
    ['introspection', { query: '{ __schema { queryType { name } } }' }],
    ['what cannot be parsed', { query: 'mutation {' }],
    ['an id that nobody has', { documentId: 'nobody' }],
    ['a hash that nobody has', { documentId: `sha256:${sha256(FREE)}` }],
    ['a hash in capitals', { documentId: `sha256:${sha256(Z).toUpperCase()}` }],
    ['an id of its own as a hash', { documentId: 'sha256:page-of-z' }],
    ['an id with a path', { documentId: '../../etc/passwd' }],
    ['an id of an object', { documentId: '__proto__' }],
    ['an id that every object has', { documentId: 'constructor' }],
    ['an empty id', { documentId: '' }],
    ['a long id', { documentId: 'x'.repeat(900_000) }],
    ['the registration of a persisted query', { query: FREE, ...apq(sha256(FREE)) }],
    ['a persisted query by its hash', apq(sha256(FREE))],
    ['a persisted query by a name of an object', apq('__proto__')],
    ['another version of the extension', apq(sha256(FREE), 2)],
  ])('refuses %s, and says what to do', async (_what, body) => {
    const answer = await router.post(body);
    expect(answer).toMatchObject(untrusted);
    expect(answer.body.errors?.[0]?.message).toMatch(/publish/);
    expect(JSON.stringify(answer.body).length).toBeLessThan(400);
  });

  test.each([
    ['a query and an id', { query: Z, documentId: sha256(Z) }, 'documentId must not come with a query'],
    ['two ids', { documentId: sha256(Z), ...apq(sha256(Z)) }, 'documentId must not come with a persistedQuery'],
    ['an id that is no text', { documentId: 7 }, 'documentId must be a string'],
    ['the hash of another document', { query: Z, ...apq(sha256(SET)) }, 'has another SHA-256'],
    [
      'an operation that the document has not',
      { documentId: sha256(Z), operationName: 'Free' },
      'no operation named "Free"',
    ],
    ['a query that is no text', { query: { kind: 'Document' } }, 'must be a string'],
    ['a hash that is no text', apq({ length: 64 }), 'must have a query, or a persistedQuery'],
    ['nothing', { variables: {} }, 'must have a query, or a persistedQuery'],
    ['a batch', [{ query: FREE }], 'batches are not taken'],
  ])('refuses %s', async (_what, body, message) => {
    const answer = await router.post(body);
    expect(answer.status).toBe(400);
    expect(answer.body.errors?.[0]?.message).toContain(message);
    expect(answer.body.data).toBeUndefined();
  });

  test('refuses what a GET says twice', async () => {
    const id = sha256(Z);
    for (const search of [
      `documentId=${id}&documentId=${id}`,
      `query=${encodeURIComponent(FREE)}&documentId=${id}&documentId=`,
    ]) {
      expect(await router.get(search)).toMatchObject({ status: 400 });
    }
  });

  test('does a mutation by its id, but not for a GET', async () => {
    const before = system.writes();
    expect(await router.get({ documentId: sha256(SET) })).toMatchObject({ status: 405 });
    expect(system.writes()).toBe(before);
    expect(await router.post({ documentId: sha256(SET), variables: { n: 1 } })).toMatchObject({ status: 200 });
    expect(system.writes()).toBe(before + 1);
  });

  test('counts what it refuses by its client, for no more clients than there are', async () => {
    for (const name of ['web', 'web', 'x'.repeat(100), '']) {
      await router.post({ query: FREE }, { 'apollographql-client-name': name });
    }
    for (let index = 0; index < 60; index += 1) {
      await router.post({ query: FREE }, { 'apollographql-client-name': `made-up-${index}` });
    }
    const metrics = await router.metrics();
    expect(metrics).toMatch(/^operations_untrusted_total\{client="web"\} 2$/m);
    expect(metrics).toMatch(/^operations_untrusted_total\{client="unnamed"\} [1-9]/m);
    expect(metrics).toMatch(/^operations_untrusted_total\{client="other"\} 12$/m);
    expect(metrics.match(/^operations_untrusted_total/gm)).toHaveLength(52);
  });
});

test('what is trusted is planned at the start: nobody waits for a plan, whatever it skips', async () => {
  const plans = vi.spyOn(QueryPlanner.prototype, 'buildQueryPlan');
  const writes = system.writes();
  const router = await system.start(manifestOf(hashed(Z, SKIPPED, SET)), 'prefer');
  const planned = plans.mock.calls.length;
  expect(planned).toBeGreaterThanOrEqual(3);
  for (const skip of [true, false]) {
    expect(await router.post({ documentId: sha256(SKIPPED), variables: { skip } })).toMatchObject({ status: 200 });
  }
  expect(await router.post({ documentId: sha256(Z) })).toEqual(answered);
  expect(plans.mock.calls).toHaveLength(planned);
  expect(system.writes()).toBe(writes);
  expect(await router.post({ query: '{ y }' })).toMatchObject({ status: 200 });
  expect(plans.mock.calls).toHaveLength(planned + 1);
});

test('reporting, it runs everything, and says each operation once that is in no manifest', async () => {
  const warnings = vi.spyOn(log, 'warn');
  const router = await system.start(manifestOf(hashed(Z)));
  const headers = { 'apollographql-client-name': 'reported' };
  for (let times = 0; times < 2; times += 1)
    expect(await router.post({ query: FREE }, headers)).toMatchObject({ status: 200 });
  expect(await router.post({ query: Z }, headers)).toEqual(answered);
  const said = warnings.mock.calls.filter(([fields]) => 'sha256' in (fields as object));
  expect(said.map(([fields]) => fields)).toEqual([{ client: 'reported', operation: 'Free', sha256: sha256(FREE) }]);
  expect(await router.metrics()).toMatch(/^operations_untrusted_total\{client="reported"\} 2$/m);
  // Persisted queries are registered as ever.
  expect((await router.post(apq(sha256(FREE)))).body.errors?.[0]?.message).toBe('PersistedQueryNotFound');
  expect(await router.post({ query: FREE, ...apq(sha256(FREE)) })).toMatchObject({ status: 200 });
  expect(await router.post(apq(sha256(FREE)))).toMatchObject({ status: 200 });
  expect(await router.post({ documentId: 'nobody' })).toMatchObject(untrusted);
});

test('preferring, it runs everything and says nothing', async () => {
  const warnings = vi.spyOn(log, 'warn');
  const router = await system.start(manifestOf(hashed(Z)), 'prefer');
  expect(await router.post({ query: FREE }, { 'apollographql-client-name': 'preferred' })).toMatchObject({
    status: 200,
  });
  expect(await router.post({ documentId: sha256(Z) })).toEqual(answered);
  expect(warnings).not.toHaveBeenCalled();
  expect(await router.metrics()).toMatch(/^operations_untrusted_total\{client="preferred"\} 1$/m);
});

test('a document that is not valid is said and refused, and the others are served', async () => {
  const warnings = vi.spyOn(log, 'warn');
  const gone = 'query Gone { gone }';
  const router = await system.start(manifestOf({ ...hashed(gone, Z), broken: 'query {' }), 'only');
  const said = warnings.mock.calls.map(([fields]) => fields as object).filter((fields) => 'operation' in fields);
  expect(said).toMatchObject([
    { id: sha256(gone), operation: 'Gone', reason: expect.stringContaining('gone') },
    { id: 'broken' },
  ]);
  expect((await router.post({ documentId: sha256(gone) })).body.errors?.[0]?.message).toContain('gone');
  expect((await router.post({ documentId: 'broken' })).body.errors?.[0]?.message).toContain('Syntax Error');
  expect(await router.post({ documentId: sha256(Z) })).toEqual(answered);
  // What the router has read for itself is no request.
  expect(await router.metrics()).not.toMatch(/OPERATION_RESOLUTION_FAILURE"\} [2-9]/);
});

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
  await writeFile(router.path, manifestOf(hashed(FREE)));
  await expect.poll(async () => (await router.post({ documentId: sha256(FREE) })).status).toBe(200);
  expect(await router.post({ query: Z })).toMatchObject(untrusted);
  const [first] = JSON.parse(manifestOf(hashed(Z))).operations as object[];
  await writeFile(router.path, manifestOf({}).replace('[]', JSON.stringify([first, { ...first, body: 7 }])));
  await expect.poll(() => errors.mock.calls.length).toBeGreaterThan(0);
  expect(String((errors.mock.calls[0]?.[0] as { err?: unknown } | undefined)?.err)).toMatch(/operations\[1\]\.body: /);
  expect(await router.post({ documentId: sha256(FREE) })).toMatchObject({ status: 200 });
  expect(plans).toHaveBeenCalled();
});

test('after a new supergraph the documents are planned on it', async () => {
  const later = 'query Later { later: y x }';
  // Those of other tests plan theirs on it too, and nobody knows when they have.
  await system.stopRouters();
  const router = await system.start(manifestOf(hashed(Z, later)), 'only');
  expect(await router.post({ documentId: sha256(later) })).toMatchObject({ status: 400 });
  const told = vi.spyOn(log, 'info');
  const isPlanned = () => told.mock.calls.some(([counts]) => (counts as { planned?: number }).planned === 2);
  await system.publish(SDL.replace('y: Int', 'y: Int, x: Int'));
  await expect.poll(isPlanned).toBe(true);
  const plans = vi.spyOn(QueryPlanner.prototype, 'buildQueryPlan');
  expect(await router.post({ documentId: sha256(Z) })).toEqual(answered);
  await router.post({ documentId: sha256(later) });
  expect(plans).not.toHaveBeenCalled();
  await system.publish(SDL);
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
