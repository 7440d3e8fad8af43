import { newId } from '@commerce/platform/values/uuid';
import { storeServers } from '@commerce/testkit/stores/servers';
import { afterAll, describe, expect, test } from 'vitest';
import { type Elasticsearch, openElasticsearch } from '../core/elasticsearch/client.ts';
import { fillDocuments } from '../core/elasticsearch/fill-documents.ts';
import { mappings, settings } from '../core/elasticsearch/index-definition.ts';
import { claimRequest } from '../core/elasticsearch/claim-request.ts';
import { deleteOldClaims } from '../core/elasticsearch/delete-old-claims.ts';
import type { ProductDocument } from '../core/elasticsearch/product-document.ts';
import { ensureProductIndex, requestsIndex, writeAlias } from '../core/elasticsearch/product-index.ts';
import { createElasticsearchRepository } from '../core/elasticsearch.ts';
import { facetsContract } from './facets-contract.ts';
import { searchForSale } from './find.ts';
import { languagesContract } from './languages-contract.ts';
import { newProduct } from './new-product.ts';
import { repositoryContract } from './repository-contract.ts';
import { searchContract } from './search-contract.ts';
import { WHOLE } from './whole-product.ts';

const { elasticsearch: url } = storeServers();

describe.runIf(url)('the repository on Elasticsearch', () => {
  const stores: Elasticsearch[] = [];
  afterAll(async () => {
    for (const { client, alias, close } of stores) {
      const indices = Object.keys(await client.indices.get({ index: `${alias}-*` }));
      await client.indices.delete({ index: indices });
      await close();
    }
  });

  const openStore = async () => {
    const store = openElasticsearch({ url: url ?? '', alias: `test-${process.pid}-${Date.now()}` });
    stores.push(store);
    await ensureProductIndex(store);
    // What is there is verified, not made again.
    await ensureProductIndex(store);
    return store;
  };
  const open = async () => createElasticsearchRepository(await openStore());

  test('is given the fields that its index lacks, and passes over those of a newer version', async () => {
    const store = openElasticsearch({ url: url ?? '', alias: `test-${process.pid}-${Date.now()}` });
    stores.push(store);
    const { alias, client } = store;
    const index = `${alias}-v1`;
    const { currencyCode: _, ...properties } = mappings.properties;
    const colour = { type: 'keyword' } as const;
    await client.indices.create({
      index,
      mappings: { ...mappings, properties: { ...properties, colour } },
      settings,
      aliases: { [alias]: { is_write_index: true }, [writeAlias(index)]: {} },
    });
    await ensureProductIndex(store);
    const { [index]: found } = await client.indices.getMapping({ index });
    expect(found?.mappings.properties).toEqual({ ...mappings.properties, colour });

    const repository = createElasticsearchRepository(store);
    const product = await repository.create(newProduct(), undefined);
    // As documents of other versions have them.
    const other = { updatedAt: new Date(), colour: 'red' };
    await client.update({ index: alias, id: product.id, doc: other });
    expect(await repository.findMany('all', [product.id], WHOLE)).toEqual([product]);
    expect(await repository.update(product.id, { name: 'Table' }, 1, undefined)).toMatchObject({ name: 'Table' });
  });

  test('fills in what a version before wrote, which until then is found by its words', async () => {
    const repository = await open();
    const store = stores.at(-1);
    if (!store) throw new Error('There is no store.');
    const { client, alias } = store;
    const find = async (query: string) => {
      const { items } = await searchForSale(repository, query, { pageSize: 9, pageToken: '', skip: 0 }, WHOLE);
      return items.map(({ name }) => name);
    };
    const { id } = await repository.create(newProduct({ name: 'Café racers' }), undefined);
    // As a core that does not know these fields writes it.
    const { docs } = await client.mget<ProductDocument>({ index: alias, ids: [id] });
    const [found] = docs;
    if (!found || !('_source' in found) || !found._source) throw new Error('The product is gone.');
    const { terms: _, nameTerms: _name, nameKey: _key, ...document } = found._source;
    await client.index({ index: alias, id, document, refresh: true });
    expect(await find('cafe')).toEqual(['Café racers']);
    expect(await find('racrs')).toEqual([]);
    expect(await fillDocuments(store)).toBe(1);
    expect(await fillDocuments(store)).toBe(0);
    expect(await find('racrs')).toEqual(['Café racers']);
  });

  describe('keys', () => {
    const HOUR = 3_600_000;

    test('are kept an hour longer, for cores whose clocks are late', async () => {
      const store = await openStore();
      const request = { key: 'late', method: 'CreateProduct', fingerprint: 'all of it' };
      await claimRequest(store, request, { resourceId: newId(), createdAt: new Date() });
      await makeOlder(store, 2 * HOUR - 60_000);
      expect(await deleteOldClaims(store, HOUR, 10)).toBe(0);
      await makeOlder(store, 120_000);
      expect(await deleteOldClaims(store, HOUR, 10)).toBe(1);
    });

    test('of changes by cores of the version before are recognised, and theirs by those cores', async () => {
      const store = await openStore();
      const repository = createElasticsearchRepository(store);
      const { id } = await repository.create(newProduct(), undefined);
      const request = { key: 'before', method: 'UpdateProduct', fingerprint: 'all of it' };
      const rename = () => repository.update(id, { name: 'Table' }, undefined, request);
      await rename();
      const { requests } = await documentOf(store, id);
      expect(requests).toContain('before');
      // As the version before leaves it.
      await store.client.update({ index: store.alias, id, doc: { requests: ['before'] }, refresh: true });
      await repository.update(id, { name: 'Chair' }, undefined, undefined);
      expect(await rename()).toMatchObject({ name: 'Chair', version: 3 });
    });

    test('of the last hundred changes of a product are recognised', async () => {
      const store = await openStore();
      const repository = createElasticsearchRepository(store);
      const { id } = await repository.create(newProduct(), undefined);
      const request = { key: 'first', method: 'UpdateProduct', fingerprint: 'all of it' };
      const rename = () => repository.update(id, { name: 'Table' }, undefined, request);
      await rename();
      const { requests } = await documentOf(store, id);
      const others = Array.from({ length: 99 }, (_, n) => [`${n}`, `${n}\0then`]).flat();
      await store.client.update({ index: store.alias, id, doc: { requests: [...requests, ...others] }, refresh: true });
      expect(await rename()).toMatchObject({ version: 2 });
      await repository.update(id, { name: 'Chair' }, undefined, { ...request, key: 'last' });
      expect((await documentOf(store, id)).requests).toHaveLength(200);
      expect(await rename()).toMatchObject({ name: 'Table', version: 4 });
    });
  });

  describe('stores', () => {
    repositoryContract(async () => {
      const store = await openStore();
      return {
        repository: createElasticsearchRepository(store),
        forgetKeys: (olderThanMs, atMost) => deleteOldClaims(store, olderThanMs, atMost),
        makeOlder: (days) => makeOlder(store, days * 86_400_000),
      };
    });
  });
  describe('finds', () => {
    searchContract(open);
  });
  describe('finds the words of', () => {
    languagesContract(open);
  });
  describe('lists by', () => {
    facetsContract(open);
  });
});

/** Makes all keys look so many milliseconds older. */
async function makeOlder({ client, alias }: Elasticsearch, milliseconds: number): Promise<void> {
  const index = requestsIndex(alias);
  await client.indices.refresh({ index });
  await client.updateByQuery({
    index,
    refresh: true,
    script: {
      source: 'ctx._source.createdAt = Instant.parse(ctx._source.createdAt).minusMillis(params.ms).toString()',
      params: { ms: Math.round(milliseconds) },
    },
  });
}

async function documentOf({ client, alias }: Elasticsearch, id: string): Promise<ProductDocument> {
  const { _source } = await client.get<ProductDocument>({ index: alias, id });
  if (!_source) throw new Error(`There is no product ${id}.`);
  return _source;
}
