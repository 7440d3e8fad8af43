import { patientClient } from '@commerce/testkit/patient-client';
import { accountService, createAccountClient } from '@commerce/account/client';
import { catalogService, createCatalogClient } from '@commerce/catalog/client';
import { createOrderClient, orderService } from '@commerce/order/client';
import { fromTimestamp } from '@commerce/platform/grpc/timestamp';
import { isUuid } from '@commerce/platform/values/uuid';
import { type CoreStandIn, startCoreStandIn } from '@commerce/testkit/stand-in/core';
import { refusalOf } from '@commerce/testkit/refusal';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const [A, B] = ['01890000-0000-7000-8000-00000000000a', '01890000-0000-7000-8000-00000000000b'];

let standIns: CoreStandIn[];
let accounts: ReturnType<typeof createAccountClient>;
let catalog: ReturnType<typeof createCatalogClient>;
let orders: ReturnType<typeof createOrderClient>;
beforeAll(async () => {
  const [account, product, order] = await Promise.all([
    startCoreStandIn({ service: accountService }),
    startCoreStandIn({ service: catalogService }),
    startCoreStandIn({ service: orderService }),
  ]);
  standIns = [account, product, order];
  accounts = patientClient(createAccountClient(account.address));
  catalog = patientClient(createCatalogClient(product.address));
  orders = patientClient(createOrderClient(order.address));
});
afterAll(async () => {
  for (const { close } of [accounts, catalog, orders]) close();
  await Promise.all(standIns.map((standIn) => standIn.stop()));
});

describe('the stand-in of a core', () => {
  test('has an entity for each id, the same whenever it is asked for, and another for another id', async () => {
    const { account } = await accounts.getAccount({ id: A });
    expect(account).toMatchObject({ id: A, name: expect.stringMatching(/^Account name \w+$/) });
    expect(await accounts.getAccount({ id: A })).toEqual({ account });
    expect((await accounts.getAccount({ id: B })).account?.name).not.toBe(account?.name);
  });

  test('answers a batch with one result for each id, in the order asked', async () => {
    const { results } = await catalog.batchGetProducts({ ids: [B, A, B] });
    expect(results.map(({ product }) => product?.id)).toEqual([B, A, B]);
    expect(results[0]).toEqual(results[2]);
    expect(results[1]).toEqual({ ...(await catalog.getProduct({ id: A })), notFound: false });
    const { unitsSold } = await orders.batchGetUnitsSold({ productIds: [A, B, A] });
    expect(unitsSold).toEqual([unitsSold[2], expect.stringMatching(/^\d+$/), unitsSold[0]]);
    const pages = await orders.batchListOrdersByAccount({ accountIds: [A, B] });
    expect(pages.results.map((page) => new Set(page.orders.map(({ accountId }) => accountId)))).toEqual([
      new Set([A]),
      new Set([B]),
    ]);
  });

  test('has values that are valid for what the proto says', async () => {
    const { product } = await catalog.getProduct({ id: A });
    expect(fromTimestamp(product?.createTime ?? null).getUTCFullYear()).toBe(2026);
    expect(product).toMatchObject({
      archived: false,
      unitPrice: { currencyCode: 'USD', amountMinor: expect.stringMatching(/^[1-9]\d*$/) },
    });
    const { order } = await orders.getOrder({ id: A });
    expect(order?.status).toBe('ORDER_STATUS_PLACED');
    expect(order?.lines.map(({ productId }) => isUuid(productId))).toEqual([true, true, true]);
  });

  test('lists a few entities, each as it is by its id, and no further page', async () => {
    const list = await accounts.listAccounts({ pageSize: 10 });
    expect(list.accounts).toHaveLength(3);
    expect(list.pageTokens).toHaveLength(3);
    expect(list.nextPageToken).toBe('');
    const { results } = await accounts.batchGetAccounts({ ids: list.accounts.map(({ id }) => id) });
    expect(results.map(({ account }) => account)).toEqual(list.accounts);
    expect(await accounts.listAccounts({ pageSize: 10, readMask: { paths: ['id'] } })).toEqual(list);
  });

  test('repeats what a change says', async () => {
    const { product } = await catalog.updateProduct({ id: A, name: 'Lamp', description: 'Brass' });
    expect(product).toMatchObject({ id: A, name: 'Lamp', description: 'Brass' });
    expect((await accounts.createAccount({ name: 'Ada' })).account?.name).toBe('Ada');
  });

  test('answers with what it is told of an entity, and makes up the rest', async () => {
    const [account] = standIns;
    const id = '01890000-0000-7000-8000-00000000000c';
    const before = (await accounts.getAccount({ id })).account;
    account?.tell('Account', id, { name: 'Ada' });
    expect((await accounts.getAccount({ id })).account).toEqual({ ...before, name: 'Ada' });
    account?.tell('Account', id, null);
    expect(await refusalOf(accounts.getAccount({ id }))).toEqual({ kind: 'NotFound', fields: ['id'] });
    const { results } = await accounts.batchGetAccounts({ ids: [id, A] });
    expect(results.map((result) => result.account?.id)).toEqual([undefined, A]);
    expect(() => account?.tell('Account', id, { nmae: 'Ada' })).toThrow(
      'Account has no nmae: it has id, name, createTime, version, subject.',
    );
  });
});

describe('a stand-in with a trouble', () => {
  test('fails as the core itself would', async () => {
    const standIn = await startCoreStandIn({
      service: accountService,
      disturbance: { error: 'Unavailable' },
    });
    const client = createAccountClient(standIn.address);
    await expect(client.getAccount({ id: A })).rejects.toMatchObject({
      kind: 'Unavailable',
      message: 'The account service cannot be reached; retry later.',
      details: { retryAfterMs: 1_000 },
    });
    client.close();
    await standIn.stop();
  });

  test('is as slow as it is told to be', async () => {
    const standIn = await startCoreStandIn({
      service: accountService,
      disturbance: { latencyMs: 200 },
    });
    const client = createAccountClient(standIn.address);
    await client.waitsFor();
    const start = performance.now();
    await client.getAccount({ id: A });
    // A timer may be a little early.
    expect(performance.now() - start).toBeGreaterThanOrEqual(190);
    client.close();
    await standIn.stop();
  });
});
