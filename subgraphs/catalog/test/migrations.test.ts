import { startTestDatabase } from '@commerce/testkit/stores/test-database';
import { migrateTo, migrationContract } from '@commerce/testkit/migrations/migration-contract';
import { PATIENCE_MS } from '@commerce/testkit/patience';
import { migrate } from '@commerce/platform/postgres/migrate';
import pg from 'pg';
import { expect, test } from 'vitest';
import { FOR_SALE } from '../core/asked-products.ts';
import { openPostgresStore } from '../core/open-postgres-store.ts';
import { catalog } from '../domain.ts';
import { WHOLE } from './whole-product.ts';

const FILL = `
  DO $$ BEGIN
    IF EXISTS (SELECT FROM pg_attribute WHERE attrelid = 'products'::regclass AND attname = 'folded_name') THEN
      INSERT INTO products (id, name, description, currency_code, unit_price_minor, folded_name, folded_description)
      SELECT gen_random_uuid(), 'Lamp ' || n, 'Brass', 'EUR', 100, 'lamp ' || n, 'brass' FROM generate_series(1, 500) n;
    ELSE
      INSERT INTO products (id, name, description, currency_code, unit_price_minor)
      SELECT gen_random_uuid(), 'Lamp ' || n, 'Brass', 'EUR', 100 FROM generate_series(1, 500) n;
    END IF;
  END $$`;

migrationContract(catalog, {
  table: 'products',
  fill: FILL,
  write: `UPDATE products SET version = version + 1 WHERE id = (SELECT id FROM products LIMIT 1)`,
  wrong: `SELECT name FROM products WHERE folded_name <> lower(name)`,
});

test('products from before the search are found, and with a typo too', async () => {
  const database = await startTestDatabase();
  await migrateTo('20261123000001_create_products', database.url, catalog);
  const client = new pg.Client(database.url);
  await client.connect();
  await client.query(`
    INSERT INTO products (id, name, description, currency_code, unit_price_minor)
    VALUES (gen_random_uuid(), 'Café umbrella, XL', 'Keeps you dry', 'EUR', 100)`);
  await client.end();
  await migrate(database.url, catalog);
  const store = openPostgresStore({ NODE_ENV: 'test', DATABASE_URL: database.url, DATABASE_POOL_SIZE: 1 });
  // It fills in what it searches.
  await store.prepare();
  const found = async (query: string) => {
    const asked = { query, filter: FOR_SALE, order: 'RELEVANCE' } as const;
    const { items } = await store.repository.find(asked, { pageSize: 10, pageToken: '', skip: 0 }, WHOLE);
    return items.map(({ name }) => name);
  };
  for (const query of ['cafe', 'xl', 'dry', 'umbrela']) {
    await expect.poll(() => found(query), { timeout: PATIENCE_MS }).toEqual(['Café umbrella, XL']);
  }
  await store.close();
  await database.stop();
});
