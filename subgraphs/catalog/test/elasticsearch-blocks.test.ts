import { DomainError } from '@commerce/platform/errors/domain-error';
import { PATIENCE_MS } from '@commerce/testkit/patience';
import { withTimeLeft } from '@commerce/testkit/with-time-left';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Elasticsearch, openElasticsearch } from '../core/elasticsearch/client.ts';
import { toDocument } from '../core/elasticsearch/product-document.ts';
import { writeDocument } from '../core/elasticsearch/write-document.ts';
import { createElasticsearchRepository } from '../core/elasticsearch.ts';
import { type FakeElasticsearch, reply, startFakeElasticsearch } from './fake-elasticsearch.ts';
import { newProduct } from './new-product.ts';

const KEYED = { key: 'a key', method: 'CreateProduct', fingerprint: 'all of it' };
const LAMP = { ...newProduct(), id: 'lamp', createdAt: new Date(), archived: false, version: 1 };
const STORED = { _index: 'products-v1', _id: 'lamp', _source: toDocument(LAMP, []), _seq_no: 1, _primary_term: 1 };

let fake: FakeElasticsearch;
let store: Elasticsearch;
/** How a write is answered, given how many there were before it; undefined does it. */
let answer: (before: number) => { status: number; reason: string; type?: string } | undefined;
let writes: number;
beforeEach(async () => {
  writes = 0;
  fake = await startFakeElasticsearch(({ url }, response) => {
    if (url?.includes('_mget')) {
      reply(response, { docs: [STORED] });
      return;
    }
    const refusal = answer(writes);
    writes += 1;
    if (!refusal) {
      reply(response, { result: 'created' });
      return;
    }
    const error = { type: refusal.type ?? 'cluster_block_exception', reason: refusal.reason, root_cause: [] };
    reply(response, { error, status: refusal.status }, refusal.status);
  });
  store = openElasticsearch({ url: fake.url, alias: 'products' });
});
afterEach(async () => {
  await fake.stop();
  await store.close();
});

/**
 * What a write of three seconds fails with. It is told half a second before they are over: on a busy machine this process may stand
 * still for longer, and the write comes to its deadline. That says nothing, and it is made again.
 */
async function failureInTime(write: () => Promise<unknown>): Promise<unknown> {
  for (;;) {
    writes = 0;
    const failed: unknown = await withTimeLeft(3_000, async () => await write()).catch((error: unknown) => error);
    if (!(failed instanceof DomainError && failed.kind === 'DeadlineExceeded')) return failed;
  }
}

const EXCHANGE = 'index [products-v1] blocked by: [FORBIDDEN/8/index write (api)];';
const BLOCKS = [
  ['an index that is read-only', 403, 'index [products-v1] blocked by: [FORBIDDEN/5/index read-only (api)];'],
  ['a cluster that is read-only', 403, 'blocked by: [FORBIDDEN/6/cluster read-only (api)];'],
  ['an index that may only be deleted from', 403, 'index [products-v1] blocked by: [FORBIDDEN/12/index read-only];'],
  ['a full disk', 429, 'index [products-v1] blocked by: [TOO_MANY_REQUESTS/12/disk usage exceeded flood-stage];'],
  ['a cluster without a master', 503, 'blocked by: [SERVICE_UNAVAILABLE/2/no master];'],
  ['one of these during a reindex', 403, `${EXCHANGE} [FORBIDDEN/5/index read-only (api)];`],
] as const;

describe.each(BLOCKS)('%s takes no writes', (_what, status, reason) => {
  const { create, update } = {
    create: (request?: typeof KEYED) => createElasticsearchRepository(store).create(newProduct(), request),
    update: () => createElasticsearchRepository(store).update('lamp', { name: 'Mug' }, undefined, undefined),
  };
  test.each([
    ['a creation', () => create()],
    ['one with an idempotency key', () => create(KEYED)],
    ['a change', () => update()],
  ])('%s is told so at once', async (_write, write) => {
    answer = () => ({ status, reason });
    const failed: unknown = await withTimeLeft(PATIENCE_MS, async () => await write()).catch((error: unknown) => error);
    expect(store.toDomainError(failed)).toMatchObject({
      kind: 'Unavailable',
      message: 'The catalog store takes no writes now; retry later.',
    });
    expect(writes).toBe(1);
  });
});

describe('while a reindex exchanges the indices', () => {
  test('a write waits for its end', async () => {
    answer = (before) => (before < 5 ? { status: 403, reason: EXCHANGE } : undefined);
    expect(await withTimeLeft(PATIENCE_MS, () => writeDocument(store, toDocument(LAMP, []), undefined))).toBe(true);
    expect(writes).toBe(6);
  });

  test.each([
    ['a creation', () => createElasticsearchRepository(store).create(newProduct(), undefined)],
    ['a change', () => createElasticsearchRepository(store).update('lamp', { name: 'Mug' }, undefined, undefined)],
  ])('%s is told of a reindex that was killed before its own deadline, after a few tries', async (_write, write) => {
    answer = () => ({ status: 403, reason: EXCHANGE });
    expect(store.toDomainError(await failureInTime(write))).toMatchObject({
      kind: 'Unavailable',
      message: 'The catalog store takes no writes now; retry later.',
    });
    // After 0, 50, 150, 350, 750, 1550 and 2550 ms.
    expect(writes).toBeLessThan(8);
  });
});

test('a change of what is in an index without its alias for writes is told so, after a few tries', async () => {
  answer = () => ({ status: 404, type: 'index_not_found_exception', reason: 'no such index [products-v1-write]' });
  const update = async () =>
    await createElasticsearchRepository(store).update('lamp', { name: 'Mug' }, undefined, undefined);
  expect(store.toDomainError(await failureInTime(update))).toMatchObject({
    kind: 'Unavailable',
    message: 'The catalog store takes no requests now; retry later.',
  });
  expect(writes).toBeLessThan(8);
});

describe('what Elasticsearch refuses for a while is told so after one try', () => {
  const NONE = 'The catalog store takes no requests now; retry later.';
  const NOT_OURS = 'The catalog store takes no requests of this service now; retry later.';
  const LATER = 'The catalog store cannot be reached; retry later.';
  test.each([
    ['a password that was changed', 401, 'security_exception', NOT_OURS],
    ['a user who may do less', 403, 'security_exception', NOT_OURS],
    ['an index that was closed', 400, 'index_closed_exception', NONE],
    ['an index that is being restored', 404, 'index_not_found_exception', NONE],
    ['a queue that is full', 429, 'es_rejected_execution_exception', LATER],
    ['a heap that is full', 429, 'circuit_breaking_exception', LATER],
    ['a server that has just started', 503, 'unavailable_shards_exception', LATER],
  ])('%s', async (_what, status, type, message) => {
    let requests = 0;
    const refusing = await startFakeElasticsearch((_request, response) => {
      requests += 1;
      reply(response, { error: { type, reason: 'because', root_cause: [] }, status }, status);
    });
    const refused = openElasticsearch({ url: refusing.url, alias: 'products' });
    const { create } = createElasticsearchRepository(refused);
    const failed: unknown = await withTimeLeft(PATIENCE_MS, async () => await create(newProduct(), undefined)).catch(
      (error: unknown) => error,
    );
    expect(refused.toDomainError(failed)).toMatchObject({ kind: 'Unavailable', message });
    expect(requests).toBe(1);
    await refusing.stop();
    await refused.close();
  });
});
