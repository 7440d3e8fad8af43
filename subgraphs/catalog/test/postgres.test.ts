import { openStore, type Store } from '@commerce/platform/postgres/store';
import { storeServers } from '@commerce/testkit/stores/servers';
import { startTestDatabase, type TestDatabase } from '@commerce/testkit/stores/test-database';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fillSearchTerms } from '../core/postgres-fill.ts';
import { FOR_SALE, type ProductFilter } from '../core/asked-products.ts';
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

  test('counts the same of a table of which it looks at a part first', async () => {
    const repository = await open();
    // More pages than it looks at, and more products than it would go through one after the other. Of two in a row, one is red.
    await db.$executeRaw`
      INSERT INTO products (id, name, description, currency_code, unit_price_minor, archived, folded_name, folded_description,
        search_terms)
      SELECT gen_random_uuid(), 'Lamp', '', 'EUR', n, n % 800 = 0, repeat('x', 600), '',
        ('lamp ' || CASE WHEN n % 2 = 0 THEN 'red' ELSE 'blue' END || CASE WHEN n % 400 = 0 THEN ' rare' ELSE '' END)::tsvector
      FROM generate_series(1, 16000) AS n`;
    const count = async (query: string, filter: Partial<ProductFilter> = {}) =>
      await repository.count({ query, filter: { ...FOR_SALE, ...filter } });
    expect(await count('')).toEqual({ count: 10_000, isExact: false });
    expect(await count('lamp')).toEqual({ count: 10_000, isExact: false });
    expect(await count('red')).toEqual({ count: 7_980, isExact: true });
    expect(await count('red rare')).toEqual({ count: 20, isExact: true });
    expect(await count('rarre')).toEqual({ count: 0, isExact: true });
    expect(await count('rare', { archived: true })).toEqual({ count: 20, isExact: true });
    expect(await count('re', { maxAmount: 15_900n })).toEqual({ count: 7_931, isExact: true });
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
