import { Writable } from 'node:stream';
import { bearer } from '@commerce/testkit/issuer';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CUSTOMERS } from '../../seed/people.ts';
import { isShopEmpty } from '../../seed/is-shop-empty.ts';
import { seedCommand } from '../../seed/seed-command.ts';
import { seedTokens } from '../../standalone/seed-tokens.ts';
import { startSystem, type System } from '../start-system.ts';

// What `npm run seed` makes where tokens are asked for; `npm start -- --auth --seed` makes the same.

let system: System;
const early = { name: 'Opened before the shop was there' };
beforeAll(async () => {
  system = await startSystem(undefined, {}, true);
  const [first] = CUSTOMERS;
  await ask(first?.id, 'mutation ($account: AccountInput!) { createAccount(account: $account) { id } }', {
    account: early,
  });
  // Nor would `npm start` put a sample among what is somebody's.
  const tokens = await seedTokens(system.issuer);
  expect(await isShopEmpty(system.cores, tokens)).toBe(false);
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const { account, catalog, order } = system.cores;
  const cores = { ACCOUNT_CORE: account, CATALOG_CORE: catalog, ORDER_CORE: order };
  await seedCommand({ ...cores, TOKEN: tokens?.staff, CUSTOMER_TOKENS: tokens?.customers.join(', ') }, silent);
});
afterAll(() => system.stop());

async function ask(who: string | undefined, document: string, variables = {}) {
  const token = who === undefined ? undefined : await system.issuer?.token(who);
  return await system.query(document, variables, token === undefined ? {} : bearer(token));
}

interface Mine {
  me: { name: string; ordersConnection: { nodes: { id: string }[] } };
}

const MINE = '{ me { name ordersConnection(first: 100) { nodes { id } } } }';

test('each of the three customers has an account of the shop, with its orders', async () => {
  const own = await Promise.all(CUSTOMERS.map(async ({ id }) => (await ask(id, MINE)).data as unknown as Mine));
  expect(own.map(({ me }) => me.name)).toEqual([early.name, ...CUSTOMERS.slice(1).map(({ name }) => name)]);
  const orders = own.map(({ me }) => me.ordersConnection.nodes.map(({ id }) => id));
  expect(orders.map(({ length }) => length)).toEqual([49, 51, 38]);
  expect(new Set(orders.flat()).size).toBe(49 + 51 + 38);
});

const ALL = '{ accounts { id } }';

test('staff see all accounts, and nobody sees any', async () => {
  const { data } = await ask('staff', ALL);
  expect(data?.['accounts']).toHaveLength(50);
  expect(await ask(undefined, ALL)).toMatchObject({
    data: { accounts: null },
    errors: [{ extensions: { code: 'UNAUTHENTICATED' } }],
  });
});
