import { QueryPlanner } from '@apollo/query-planner';
import { log } from '@commerce/platform/log';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { sha256 } from '../trusted-documents/manifest.ts';
import {
  answered,
  FREE,
  hashed,
  manifestOf,
  SDL,
  SET,
  SKIPPED,
  startTrustedSystem,
  untrusted,
  Z,
} from './trusted-router.ts';

let system: Awaited<ReturnType<typeof startTrustedSystem>>;
beforeAll(async () => {
  system = await startTrustedSystem();
});
afterAll(async () => {
  await system.stop();
});
afterEach(() => vi.restoreAllMocks());

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
