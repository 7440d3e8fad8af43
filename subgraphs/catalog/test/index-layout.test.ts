import { readConfig } from '@commerce/platform/config/read-config';
import { storeServers } from '@commerce/testkit/stores/servers';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { Elasticsearch } from '../core/elasticsearch/client.ts';
import { currentIndex, ensureProductIndex, requestsIndex } from '../core/elasticsearch/product-index.ts';
import { elasticsearchVariables } from '../core/elasticsearch/variables.ts';
import { createElasticsearchRepository } from '../core/elasticsearch.ts';
import { reindexProducts } from '../core/reindex/reindex-products.ts';
import { listForSale, searchForSale } from './find.ts';
import { documents, fill, quick, testStores } from './reindex/stores.ts';
import { WHOLE } from './whole-product.ts';

const { elasticsearch: url = '' } = storeServers();

test.each([
  [{ ELASTICSEARCH_REPLICAS: '2-1' }, 'ELASTICSEARCH_REPLICAS: expected how many copies at least and at most'],
  [{ ELASTICSEARCH_REPLICAS: '2' }, 'ELASTICSEARCH_REPLICAS: expected how many copies at least and at most'],
  [{ ELASTICSEARCH_SHARDS: '0' }, 'ELASTICSEARCH_SHARDS: expected a whole number from 1 to 1024'],
  [{ ELASTICSEARCH_SHARDS: '1025' }, 'ELASTICSEARCH_SHARDS: expected a whole number from 1 to 1024'],
])('%j is refused when the core starts', (variables, problem) => {
  expect(() => readConfig(z.object(elasticsearchVariables), variables)).toThrow(problem);
});

test.each(['0-1', '1-1', '2-10', '0-all'])('copies may be %s', (replicas) => {
  const variables = { ELASTICSEARCH_REPLICAS: replicas };
  expect(readConfig(z.object(elasticsearchVariables), variables)).toMatchObject(variables);
});

describe.runIf(url)('how the index is spread over a cluster', () => {
  const { newStore } = testStores(url);

  const layoutOf = async (store: Elasticsearch, index?: string) => {
    const name = index ?? (await currentIndex(store.client, store.alias));
    const settings = (await store.client.indices.get({ index: name }))[name]?.settings?.index;
    return [settings?.number_of_shards, settings?.auto_expand_replicas];
  };

  test('is one shard, with a copy where there is a second node, unless an operator says otherwise', async () => {
    const store = newStore();
    await ensureProductIndex(store);
    expect(await layoutOf(store)).toEqual(['1', '0-1']);
    expect(await layoutOf(store, requestsIndex(store.alias))).toEqual(['1', '0-1']);
  });

  test('is as an operator says from the first start on', async () => {
    const store = newStore(undefined, { shards: 3, replicas: '0-2' });
    await ensureProductIndex(store);
    expect(await layoutOf(store)).toEqual(['3', '0-2']);
    expect(await layoutOf(store, requestsIndex(store.alias))).toEqual(['3', '0-2']);
  });

  test('has other copies from the next start on, and other shards from the next reindex on', async () => {
    const before = newStore();
    await ensureProductIndex(before);
    await fill(before, 500);
    const products = await documents(before);
    const said = newStore(before.alias, { shards: 3, replicas: '0-all' });
    await ensureProductIndex(said);
    expect(await layoutOf(said)).toEqual(['1', '0-all']);
    expect(await layoutOf(said, requestsIndex(said.alias))).toEqual(['1', '0-all']);
    await reindexProducts(said, quick());
    expect(await layoutOf(said)).toEqual(['3', '0-all']);
    expect(await documents(said)).toEqual(products);
  });

  test('stays as it is where nothing is said of it', async () => {
    const store = newStore(undefined, { shards: 2, replicas: '0-2' });
    await ensureProductIndex(store);
    const silent = newStore(store.alias);
    await ensureProductIndex(silent);
    await reindexProducts(silent, quick());
    expect(await layoutOf(silent)).toEqual(['2', '0-2']);
    // What an operator set by hand.
    const settings = { auto_expand_replicas: 'false', number_of_replicas: 0 };
    await store.client.indices.putSettings({ index: await currentIndex(store.client, store.alias), settings });
    await reindexProducts(silent, quick());
    expect(await layoutOf(silent)).toEqual(['2', undefined]);
  });

  test('changes no list and no search', async () => {
    const [one, many] = [newStore(), newStore(undefined, { shards: 4 })];
    for (const store of [one, many]) await ensureProductIndex(store);
    await fill(one, 300);
    const index = await currentIndex(one.client, one.alias);
    await one.client.reindex({ source: { index }, dest: { index: many.alias }, refresh: true });
    const asked = async (store: Elasticsearch) => {
      const repository = createElasticsearchRepository(store);
      const page = { pageSize: 7, pageToken: '', skip: 0 };
      const list = (part: object) => listForSale(repository, { ...page, ...part }, WHOLE);
      const search = (part: object) => searchForSale(repository, 'lamp', { ...page, ...part }, WHOLE);
      const [listed, found] = [await list({}), await search({})];
      expect([listed.items.length, found.items.length]).toEqual([7, 7]);
      const pages = [await list({ pageToken: listed.nextPageToken }), await search({ pageToken: found.nextPageToken })];
      return [listed, found, ...pages, await list({ skip: 290 }), await search({ skip: 290 })];
    };
    expect(await asked(many)).toEqual(await asked(one));
  });
});
