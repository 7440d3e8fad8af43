import { openStore, type Store } from '@commerce/platform/postgres/store';
import { storeServers } from '@commerce/testkit/stores/servers';
import { startTestDatabase, type TestDatabase } from '@commerce/testkit/stores/test-database';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fillSearchTerms } from '../core/postgres-fill.ts';
import { createPostgresRepository } from '../core/postgres.ts';
import { catalog } from '../domain.ts';
import { PrismaClient } from '../generated/prisma/client.ts';
import { facetsContract } from './facets-contract.ts';
import { searchForSale } from './find.ts';
import { languagesContract } from './languages-contract.ts';
import { newProduct } from './new-product.ts';
import { repositoryContract } from './repository-contract.ts';
import { searchContract } from './search-contract.ts';
import { WHOLE } from './whole-product.ts';

describe('the repository on PostgreSQL', () => {
  let database: TestDatabase;
  let store: Store;
  let db: PrismaClient;

  beforeAll(async () => {
    database = await startTestDatabase();
    // The embedded database takes one transaction at a time; on a server they meet.
    const size = storeServers().postgres ? 4 : 1;
    store = openStore(catalog, { NODE_ENV: 'test', DATABASE_URL: database.url, DATABASE_POOL_SIZE: size });
    await store.prepare();
    db = new PrismaClient({ adapter: store.adapter });
  });
  afterAll(async () => {
    await store.close();
    await database.stop();
  });

  const open = async () => {
    await db.$executeRaw`TRUNCATE products, search_words, requests`;
    return createPostgresRepository(db);
  };

  describe('stores', () => {
    repositoryContract(async () => ({
      repository: await open(),
      forgetKeys: store.forgetKeys,
      async makeOlder(days) {
        await db.$executeRaw`UPDATE requests SET created_at = created_at - make_interval(secs => ${days * 86_400})`;
      },
    }));
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

  test('what a version before wrote is found by its words, and once it is filled in by all that it is found by', async () => {
    const repository = await open();
    const find = async (query: string) => {
      const { items } = await searchForSale(repository, query, { pageSize: 9, pageToken: '', skip: 0 }, WHOLE);
      return items.map(({ name }) => name);
    };
    await repository.create(newProduct({ name: 'Kettle' }), undefined);
    // As a core that knows no terms writes it.
    await db.$executeRaw`UPDATE products SET name = 'Café racers', folded_name = 'cafe racers', version = version + 1`;
    expect(await find('cafe')).toEqual(['Café racers']);
    expect(await find('kettle')).toEqual([]);
    expect(await find('race')).toEqual(['Café racers']);
    expect(await find('racrs')).toEqual([]);
    expect(await fillSearchTerms(db)).toBe(1);
    expect(await fillSearchTerms(db)).toBe(0);
    expect(await find('racrs')).toEqual(['Café racers']);
    expect(await find('kettle')).toEqual([]);
  });
});
