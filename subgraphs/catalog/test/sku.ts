/** What the patch of docs/add-a-field.md is to do. Only a tree with the patch can run it: there it is `sku.test.ts`. */
import { randomUUID } from 'node:crypto';
import { cp, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { migrate } from '@commerce/platform/postgres/migrate';
import { createPool } from '@commerce/platform/postgres/pool';
import { PATIENCE_MS } from '@commerce/testkit/patience';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openElasticsearch } from '../core/elasticsearch/client.ts';
import { mappings, settings } from '../core/elasticsearch/index-definition.ts';
import { type CatalogDomain, type EmptyStores, startCatalog } from './start-catalog.ts';

/** A product that was there before the field. */
const OLD = randomUUID();

let domain: CatalogDomain;
beforeAll(async () => {
  domain = await startCatalog(({ databaseUrl, elasticsearch }) =>
    elasticsearch ? fillOldIndex(elasticsearch) : fillOldDatabase(databaseUrl),
  );
});
afterAll(() => domain.stop());

const CREATE = 'mutation ($product: ProductInput!) { createProduct(product: $product) { id sku } }';
const UPDATE =
  'mutation ($id: ID!, $product: ProductUpdateInput!) { updateProduct(id: $id, product: $product) { sku } }';
const READ = `query ($id: ID!, $query: String) {
  product(id: $id) { sku }
  products { id sku }
  found: products(query: $query) { id sku }
}`;

/** What each of the reads says of a product, the search by a word that it alone has. */
async function skusOf(id: string, query: string): Promise<unknown[]> {
  interface Read {
    id: string;
    sku: string | null;
  }
  const { product, products, found } = await domain.graph.ask<{ product: Read; products: Read[]; found: Read[] }>(
    READ,
    {
      id,
      query,
    },
  );
  return [product, ...products.filter((each) => each.id === id), ...found].map(({ sku }) => sku);
}

test('a product that was there before has none, until a change gives it one', async () => {
  // The core fills in what it searches while it serves.
  await expect.poll(() => skusOf(OLD, 'antique'), { timeout: PATIENCE_MS }).toEqual([null, null, null]);
  await domain.graph.ask(UPDATE, { id: OLD, product: { name: 'Antique lamp' } });
  expect(await skusOf(OLD, 'antique')).toEqual([null, null, null]);
  const update = await domain.graph.ask(UPDATE, { id: OLD, product: { sku: 'L-1' } });
  expect(update).toEqual({ updateProduct: { sku: 'L-1' } });
  expect(await skusOf(OLD, 'antique')).toEqual(['L-1', 'L-1', 'L-1']);
});

test('a new product has the one that it is given, or none', async () => {
  const lamp = { name: 'Lantern', description: '', price: 1 };
  const { createProduct } = await domain.graph.ask<{ createProduct: { id: string } }>(CREATE, {
    product: { ...lamp, sku: ' L-2 ' },
  });
  expect(await skusOf(createProduct.id, 'lantern')).toEqual(['L-2', 'L-2', 'L-2']);
  expect(await domain.graph.ask(CREATE, { product: lamp })).toMatchObject({ createProduct: { sku: null } });
});

test('a blank one is refused, by the name that the client gave it', async () => {
  const product = { name: 'Torch', description: '', price: 1, sku: ' ' };
  expect(await domain.graph.errors(CREATE, { product })).toMatchObject([{ fields: ['product.sku'] }]);
  expect(await domain.graph.errors(UPDATE, { id: OLD, product: { sku: '' } })).toMatchObject([
    { fields: ['product.sku'] },
  ]);
});

/** Brings a database to where it was before the last migration, and puts a product in. */
async function fillOldDatabase(url: string): Promise<void> {
  const prisma = await mkdtemp(join(tmpdir(), 'commerce-old-'));
  await cp(resolve(import.meta.dirname, '../core/prisma'), prisma, { recursive: true });
  const names = (await readdir(join(prisma, 'migrations'))).filter((name) => /^\d/.test(name)).toSorted();
  await rm(join(prisma, 'migrations', names.at(-1) ?? ''), { recursive: true });
  await migrate(url, { name: 'catalog', prismaFolder: prisma });
  await rm(prisma, { recursive: true });
  const pool = createPool({ store: 'catalog', url, size: 1 });
  await pool.query(
    `INSERT INTO products (id, name, description, currency_code, unit_price_minor, folded_name, folded_description)
     VALUES ($1, 'Antique lamp', '', 'USD', 100, 'antique lamp', '')`,
    [OLD],
  );
  await pool.end();
}

/** Makes an index as it was before the field, and puts a product in. */
async function fillOldIndex({ url, alias }: NonNullable<EmptyStores['elasticsearch']>): Promise<void> {
  const { client, close } = openElasticsearch({ url, alias });
  const fields = Object.entries(mappings.properties).filter(([name]) => name !== 'sku');
  const index = `${alias}-v1`;
  await client.indices.create({
    index,
    mappings: { ...mappings, properties: Object.fromEntries(fields) },
    settings,
    aliases: { [alias]: { is_write_index: true }, [`${index}-write`]: {} },
  });
  const document = {
    id: OLD,
    name: 'Antique lamp',
    description: '',
    currencyCode: 'USD',
    unitPriceMinor: '100',
    archived: false,
    createdAt: new Date(),
    updatedAt: new Date(),
    version: 1,
    requests: [],
    foldedName: 'antique lamp',
    foldedDescription: '',
  };
  await client.index({ index, id: OLD, document, refresh: true });
  await close();
}
