import { storeServers } from '@commerce/testkit/stores/servers';
import { afterAll, describe, expect, test } from 'vitest';
import { type Elasticsearch, openElasticsearch } from '../core/elasticsearch/client.ts';
import { fillDocuments } from '../core/elasticsearch/fill-documents.ts';
import { mappings, settings } from '../core/elasticsearch/index-definition.ts';
import type { ProductDocument } from '../core/elasticsearch/product-document.ts';
import { ensureProductIndex, writeAlias } from '../core/elasticsearch/product-index.ts';
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

  const open = async () => {
    const store = openElasticsearch({ url: url ?? '', alias: `test-${process.pid}-${Date.now()}` });
    stores.push(store);
    await ensureProductIndex(store);
    // What is there is verified, not made again.
    await ensureProductIndex(store);
    return createElasticsearchRepository(store);
  };

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

  describe('stores', () => {
    repositoryContract(open);
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
