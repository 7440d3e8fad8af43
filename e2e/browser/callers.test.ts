import { Writable } from 'node:stream';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { CUSTOMERS, STAFF } from '../../seed/people.ts';
import { seedCores } from '../../seed/seed-cores.ts';
import { seedTokens } from '../../standalone/seed-tokens.ts';
import { startSystem, type System } from '../start-system.ts';

// `npm run test:browser`: the playground of `npm start -- --auth`, as somebody who chooses whom to be.

const [CUSTOMER] = CUSTOMERS;

let system: System;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  system = await startSystem(undefined, {}, true);
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  await seedCores(system.cores, silent, { tokens: await seedTokens(system.issuer) });
  browser = await chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  });
});
beforeEach(async () => {
  page = await browser.newPage({ viewport: { width: 1_280, height: 800 } });
  page.setDefaultTimeout(120_000);
  await page.goto(`${system.origin}/playground`);
});
afterAll(async () => {
  await browser.close();
  await system.stop();
});

interface Data {
  products: unknown[] | null;
  accounts: unknown[] | null;
  ordersConnection: { nodes: { account: { name: string } }[] } | null;
}

interface Answer {
  data?: Partial<Data> | null;
  errors?: { path?: unknown[]; extensions: { code: string } }[];
}

/** What an example answers to whoever was chosen. @param person their id; empty for nobody. */
async function answerTo(person: string, operation: string): Promise<Answer> {
  await page.getByLabel('Asking as').selectOption(person);
  const isIt = (body: string | null) => body?.includes(`"operationName":"${operation}"`) === true;
  const response = page.waitForResponse((one) => isIt(one.request().postData()));
  await page.getByRole('button', { name: new RegExp(`^${operation} `) }).click();
  return (await (await response).json()) as Answer;
}

test('nobody reads what the shop sells, and no orders', async () => {
  const { data, errors } = await answerTo('', 'ProductList');
  expect([data?.products?.length, errors]).toEqual([10, undefined]);
  const orders = await answerTo('', 'StaffOrders');
  expect(orders.errors?.map(({ extensions }) => extensions.code)).toEqual(['UNAUTHENTICATED']);
});

test("a customer sees their own orders, and is refused what is staff's", async () => {
  const { data } = await answerTo(CUSTOMER?.id ?? '', 'StaffOrders');
  const nodes = data?.ordersConnection?.nodes ?? [];
  expect(new Set(nodes.map(({ account }) => account.name))).toEqual(new Set([CUSTOMER?.name]));
  const accounts = await answerTo(CUSTOMER?.id ?? '', 'AccountsWithOrders');
  expect(accounts).toMatchObject({ data: { accounts: [{ name: CUSTOMER?.name }] } });
  const { data: product, errors } = await answerTo(CUSTOMER?.id ?? '', 'ProductPage');
  expect(product).toMatchObject({ product: { unitsSold: null } });
  expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['FORBIDDEN']);
});

test('staff see the orders of all, until somebody else is chosen', async () => {
  const { data, errors } = await answerTo(STAFF.id, 'AccountsWithOrders');
  expect(errors).toBeUndefined();
  expect(data?.accounts?.length).toBe(50);
  expect((await answerTo('', 'AccountsWithOrders')).data?.accounts).toBeNull();
});
