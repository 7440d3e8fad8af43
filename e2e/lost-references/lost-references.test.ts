import { startStores } from '@commerce/embedded-postgres/stores';
import { createPool } from '@commerce/platform/postgres/pool';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type DataFolder, makeDataFolder } from '../data-folder.ts';
import { shopOf } from '../shop.ts';
import { serverVariables, startSystem, type System } from '../start-system.ts';

// A store that was restored from a backup lacks what others still name.

let data: DataFolder;
let system: System;
/** The ids of an order, of its account, and of its three products: the first was lost, the second archived. */
let order: string;
let account: string;
let products: string[];
beforeAll(async () => {
  data = await makeDataFolder();
  const before = await startSystem(data);
  const shop = shopOf(before);
  account = await shop.createAccount();
  products = [await shop.createProduct(), await shop.createProduct(), await shop.createProduct()];
  order = await shop.createOrder(account, ...products);
  await shop.archiveProduct(products[1] ?? '');
  await before.stop();
  await loseRows();
  system = await startSystem(data);
});
afterAll(async () => {
  await system.stop();
  await data.remove();
});

async function loseRows(): Promise<void> {
  const { ACCOUNT_DATABASE_URL, CATALOG_DATABASE_URL } = await serverVariables(data.path);
  const embedded = ACCOUNT_DATABASE_URL ? undefined : await startStores(data.path, ['account', 'catalog']);
  for (const [store, url, table, id] of [
    ['account', ACCOUNT_DATABASE_URL, 'accounts', account],
    ['catalog', CATALOG_DATABASE_URL, 'products', products[0]],
  ] as const) {
    const pool = createPool({ store, url: url ?? embedded?.urls.get(store) ?? '', size: 1 });
    await pool.query(`DELETE FROM ${table} WHERE id = $1`, [id]);
    await pool.end();
  }
  await embedded?.stop();
}

const lostReference = (path: (string | number)[], message: string, subgraph: string) => ({
  path,
  message,
  extensions: { code: 'NOT_FOUND', reason: 'REFERENCE_LOST', subgraph },
});

describe('an order whose account and a product were lost', () => {
  test('has a null with an error for each, and all else', async () => {
    const document = `query ($id: ID!) { order(id: $id) {
      status bought: products { name sold: product { name price unitsSold } } by: account { name }
    } }`;
    const { data: read, errors = [] } = await system.query(document, { id: order });
    const sold = { name: 'Desk lamp', price: 49.9, unitsSold: 1 };
    expect(read).toEqual({
      order: {
        status: 'PLACED',
        bought: [null, sold, sold].map((product) => ({ name: 'Desk lamp', sold: product })),
        by: null,
      },
    });
    expect(errors).toHaveLength(2);
    expect(errors).toEqual(
      expect.arrayContaining(
        [
          lostReference(['order', 'by'], `There is no account ${account}.`, 'account'),
          lostReference(['order', 'bought', 0, 'sold'], `There is no product ${products[0]}.`, 'catalog'),
        ].map((error) => expect.objectContaining(error)),
      ),
    );
  });

  test('is counted, for its operator to see', async () => {
    const lost = async () => {
      const text = await (await fetch(`${system.adminOrigin}/metrics`)).text();
      return Number(/^lost_references_total\{entity="account"\} (\d+)$/m.exec(text)?.[1] ?? 0);
    };
    const before = await lost();
    await system.query('query ($id: ID!) { order(id: $id) { account { name } } }', { id: order });
    expect(await lost()).toBe(before + 1);
  });

  test('has no error for what needs nobody but the order', async () => {
    const document = 'query ($id: ID!) { order(id: $id) { account { id orders { id } } products { product { id } } } }';
    expect(await system.ask(document, { id: order })).toMatchObject({
      order: { account: { id: account, orders: [{ id: order }] } },
    });
  });
});

test('an id that a client names is null without an error', async () => {
  const document =
    'query ($account: ID!, $product: ID!) { account(id: $account) { name } product(id: $product) { name } }';
  expect(await system.ask(document, { account, product: products[0] })).toEqual({ account: null, product: null });
});
