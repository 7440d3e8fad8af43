import { storeServers } from '@commerce/testkit/stores/servers';
import { afterAll, describe } from 'vitest';
import { type Elasticsearch, openElasticsearch } from '../core/elasticsearch/client.ts';
import { ensureProductIndex } from '../core/elasticsearch/product-index.ts';
import { createElasticsearchRepository } from '../core/elasticsearch.ts';
import { repositoryContract } from './repository-contract.ts';
import { searchContract } from './search-contract.ts';

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

  describe('stores', () => {
    repositoryContract(open);
  });
  describe('finds', () => {
    searchContract(open);
  });
});
