import { newId } from '@commerce/platform/values/uuid';
import { storeServers } from '@commerce/testkit/stores/servers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FOR_SALE } from '../core/asked-products.ts';
import { openElasticsearch } from '../core/elasticsearch/client.ts';
import { toDocument } from '../core/elasticsearch/product-document.ts';
import { ensureProductIndex } from '../core/elasticsearch/product-index.ts';
import { createElasticsearchRepository } from '../core/elasticsearch.ts';
import { newProduct } from './new-product.ts';
import { WHOLE } from './whole-product.ts';

const { elasticsearch: url } = storeServers();
/** Without a server nothing is asked there. */
const NOWHERE = 'http://127.0.0.1:9';

/** So many products have the same time; a far page tells up to 100 of them apart. */
const GROUPS = [20, 30, 99, 100, 101, 102];
const COUNT = 2_000;

describe.runIf(url)('a page far from the beginning, on Elasticsearch', () => {
  const store = openElasticsearch({ url: url ?? NOWHERE, alias: `test-${process.pid}-${Date.now()}` });
  const { client, alias, close } = store;
  const repository = createElasticsearchRepository(store);
  const asked = { query: '', filter: FOR_SALE, order: 'NEWEST' } as const;

  beforeAll(async () => {
    await ensureProductIndex(store);
    const operations = timesOf(COUNT).flatMap((time) => {
      const product = { ...newProduct(), id: newId(), createdAt: new Date(time), archived: false, version: 1 };
      return [{ index: { _index: alias, _id: product.id } }, toDocument(product, [])];
    });
    expect((await client.bulk({ operations, refresh: true })).errors).toBe(false);
  });
  afterAll(async () => {
    await client.indices.delete({ index: Object.keys(await client.indices.get({ index: `${alias}-*` })) });
    await close();
  });

  test.each([false, true])('is what a walk by tokens comes to (from the end: %s)', async (fromEnd) => {
    const walked: unknown[] = [];
    let pageToken = '';
    do {
      const page = await repository.find(asked, { pageSize: 100, pageToken, skip: 0, fromEnd }, WHOLE);
      const ids = page.items.map(({ id }) => id);
      walked.push(...(fromEnd ? ids.toReversed() : ids));
      pageToken = page.nextPageToken;
    } while (pageToken !== '');
    expect(new Set(walked).size).toBe(COUNT);
    for (let skip = 950; skip < COUNT + 20; skip += 7) {
      const { items } = await repository.find(asked, { pageSize: 5, pageToken: '', skip, fromEnd }, WHOLE);
      const ids = items.map(({ id }) => id);
      expect(fromEnd ? ids.toReversed() : ids, `after ${skip}`).toEqual(walked.slice(skip, skip + 5));
    }
  });
});

/** Groups of the same time in turn, with products of their own times between them, and a group of 250 in the middle. */
function timesOf(count: number): number[] {
  const sizes = [...GROUPS, ...GROUPS.toReversed(), 250, ...GROUPS, ...GROUPS.toReversed()].flatMap((size) => [
    size,
    1,
    1,
  ]);
  return sizes.flatMap((size, group) => Array<number>(size).fill(Date.UTC(2025, 0, 1, 0, group))).slice(0, count);
}
