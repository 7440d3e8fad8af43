import { storeServers } from '@commerce/testkit/stores/servers';
import { afterAll, describe, expect, test } from 'vitest';
import { type Elasticsearch, openElasticsearch } from '../core/elasticsearch/client.ts';
import { mappings, settings } from '../core/elasticsearch/index-definition.ts';
import { ensureProductIndex, writeAlias } from '../core/elasticsearch/product-index.ts';
import { createElasticsearchRepository } from '../core/elasticsearch.ts';
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

  describe('stores', () => {
    repositoryContract(open);
  });
  describe('finds', () => {
    searchContract(open);
  });
});
