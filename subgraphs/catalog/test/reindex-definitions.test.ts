import { storeServers } from '@commerce/testkit/stores/servers';
import { afterEach, describe, expect, test } from 'vitest';
import type { Elasticsearch } from '../core/elasticsearch/client.ts';
import { definition, type IndexDefinition, mappings, settings } from '../core/elasticsearch/index-definition.ts';
import { currentIndex, ensureProductIndex } from '../core/elasticsearch/product-index.ts';
import { createElasticsearchRepository } from '../core/elasticsearch.ts';
import { reindexProducts } from '../core/reindex/reindex-products.ts';
import { searchForSale } from './find.ts';
import { untilAnswered } from './late-answer.ts';
import { startShoppers, type Shoppers } from './reindex/shoppers.ts';
import { documents, fill, NEXT, quick, startsBoth, testStores } from './reindex/stores.ts';
import { WHOLE } from './whole-product.ts';

const { elasticsearch: url = '' } = storeServers();

describe.runIf(url)('npm run reindex, and the definition of an index', () => {
  const { newStore, openStore } = testStores(url);
  let shoppers: Shoppers | undefined;
  afterEach(async () => {
    await shoppers?.stop();
    shoppers = undefined;
  });

  test('forth and back under load: cores of the version before and after can start on either index', async () => {
    const store = newStore();
    await ensureProductIndex(store, definition);
    await fill(store, 1_000);
    shoppers = await startShoppers(url, store.alias);
    const number = async () => {
      const index = await currentIndex(store.client, store.alias);
      return (await store.client.indices.getMapping({ index }))[index]?.mappings._meta?.['definition'] as unknown;
    };
    await startsBoth(store);
    await untilAnswered(() => reindexProducts(store, { ...quick(), definition: NEXT }));
    expect(await number()).toBe(NEXT.number);
    await startsBoth(store);
    await shoppers.rounds(2);
    await untilAnswered(() => reindexProducts(store, { ...quick(), definition }));
    expect(await number()).toBe(definition.number);
    await startsBoth(store);
    await shoppers.rounds(2);
    await shoppers.verify();
  });

  test('a version that is taken back keeps what the newer one stored', async () => {
    const store = await openStore();
    const { alias, client } = store;
    const properties = { ...mappings.properties, colour: { type: 'text', analyzer: 'odd' } } as const;
    const analysis = { ...NEXT.settings.analysis, analyzer: { ...NEXT.settings.analysis?.analyzer, odd: ODD } };
    const newer = { ...NEXT, mappings: { ...mappings, properties }, settings: { ...settings, analysis } };
    await reindexProducts(store, { ...quick(), definition: newer });
    await client.index({ index: alias, id: 'red', document: { id: 'red', colour: 'red' }, refresh: true });
    await reindexProducts(store, { ...quick(), definition });
    await startsBoth(store);
    expect((await documents(store))['red']).toEqual({ id: 'red', colour: 'red' });
  });

  test('cores of two versions before and after do not start', async () => {
    const store = await openStore();
    const later: IndexDefinition = { ...NEXT, number: definition.number + 2, servesFrom: definition.number + 1 };
    const refused = /other mappings .* run `npm run reindex` first/;
    await expect(ensureProductIndex(store, later)).rejects.toThrow(refused);
    await reindexProducts(store, { ...quick(), definition: later });
    await expect(ensureProductIndex(store, definition)).rejects.toThrow(refused);
    await ensureProductIndex(store, { ...NEXT, servesFrom: definition.number });
  });

  test('builds what an index of another definition needs', async () => {
    const store = newStore();
    const { alias, client } = store;
    const { foldedDescription: _, ...properties } = mappings.properties ?? {};
    await client.indices.create({
      index: `${alias}-v7`,
      mappings: { properties },
      settings,
      aliases: { [alias]: { is_write_index: true } },
    });
    await fill(store, 20);
    await expect(ensureProductIndex(store)).rejects.toThrow(/other mappings .* run `npm run reindex` first/);
    expect(await reindexProducts(store, quick())).toBe(`${alias}-v8`);
    await ensureProductIndex(store);
    const page = await searchForSale(
      createElasticsearchRepository(store),
      'brass',
      { pageSize: 100, pageToken: '', skip: 0 },
      WHOLE,
    );
    expect(page.items).toHaveLength(20);
  });

  test('puts the documents in the order of the newest, which an index that was made before has not', async () => {
    const store = newStore();
    const { sort: _, ...unsorted } = settings;
    await ensureProductIndex(store, { ...definition, settings: unsorted });
    await fill(store, 20);
    expect(await ordersOf(store)).toEqual(['']);
    // It is served as it is.
    await ensureProductIndex(store);
    await reindexProducts(store, quick());
    expect(await ordersOf(store)).toEqual(['createdAt falling, id falling']);
  });
});

const ODD = { type: 'custom', tokenizer: 'whitespace' } as const;

/** What the documents of the store's segments are sorted by: each kind once. */
async function ordersOf({ client, alias }: Elasticsearch): Promise<string[]> {
  interface Sorted {
    sort?: { field: string; reverse: boolean }[];
  }
  const { indices } = await client.indices.segments({ index: alias });
  const shards = Object.values(indices).flatMap((index) => Object.values(index.shards).flat());
  const segments = shards.flatMap((shard) => Object.values(shard.segments)) as Sorted[];
  const orders = segments.map(({ sort = [] }) =>
    sort.map(({ field, reverse }) => `${field} ${reverse ? 'falling' : 'rising'}`).join(', '),
  );
  return [...new Set(orders)];
}
