import { refusalOf } from '@commerce/testkit/refusal';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { shopOf, UNKNOWN } from './shop.ts';
import { type OrderDomain, startOrder } from './start-order.ts';

let domain: OrderDomain;
let shop: ReturnType<typeof shopOf>;
let [accountId, lamp] = ['', ''];
beforeAll(async () => {
  domain = await startOrder();
  shop = shopOf(domain);
  accountId = shop.newAccount();
  lamp = shop.newProduct();
});
afterAll(() => domain.stop());

const REUSED = { kind: 'AlreadyExists', reason: 'REQUEST_ID_REUSED', fields: ['requestId'] };

function create(requestId: string, productId = lamp, quantity = 1) {
  return domain.client.createOrder({ accountId, lines: [{ productId, quantity }], requestId });
}

async function unitsSold(productId: string): Promise<string | undefined> {
  return (await domain.client.batchGetUnitsSold({ productIds: [productId] })).unitsSold[0];
}

describe('CreateOrder with a request id', () => {
  test('places one order for 20 parallel requests, and counts its units once', async () => {
    const productId = shop.newProduct();
    const made = await Promise.all(Array.from({ length: 20 }, () => create('parallel', productId, 3)));
    expect(new Set(made.map(({ order }) => order?.id)).size).toBe(1);
    const { orders } = await domain.client.listOrders({});
    expect(orders.filter(({ lines }) => lines[0]?.productId === productId)).toHaveLength(1);
    expect(await unitsSold(productId)).toBe('3');
  });

  test('refuses the id with another order, but not with the same one written differently', async () => {
    const first = await create('other', lamp, 2);
    expect(await refusalOf(create('other', lamp, 3))).toEqual(REUSED);
    expect(await refusalOf(domain.client.cancelOrder({ id: first.order?.id ?? '', requestId: 'other' }))).toEqual(
      REUSED,
    );
    const line = { productId: lamp.toUpperCase(), quantity: 1 };
    expect(await domain.client.createOrder({ accountId, lines: [line, line], requestId: 'other' })).toEqual(first);
  });

  test('leaves the id of a refused order unused', async () => {
    expect(await refusalOf(create('refused', UNKNOWN))).toMatchObject({ reason: 'PRODUCT_UNKNOWN' });
    expect((await create('refused')).order).toMatchObject({ accountId });
  });
});

describe('CancelOrder', () => {
  test('cancels an order and gives its units back; again, it changes nothing', async () => {
    const productId = shop.newProduct();
    const order = await shop.createOrder(accountId, [productId], 4);
    expect(await unitsSold(productId)).toBe('4');
    const cancelled = await domain.client.cancelOrder({ id: order.id.toUpperCase() });
    expect(cancelled).toEqual({ order: { ...order, status: 'ORDER_STATUS_CANCELLED' } });
    expect(await unitsSold(productId)).toBe('0');
    expect(await domain.client.cancelOrder({ id: order.id })).toEqual(cancelled);
    expect(await unitsSold(productId)).toBe('0');
  });

  test('of 10 callers at once gives the units back once', async () => {
    const productId = shop.newProduct();
    await shop.createOrder(accountId, [productId], 5);
    const { id } = await shop.createOrder(accountId, [productId], 4);
    await Promise.all(Array.from({ length: 10 }, () => domain.client.cancelOrder({ id })));
    expect(await unitsSold(productId)).toBe('5');
  });

  test('returns the same order to a repeated request, and refuses its id for another order', async () => {
    const [first, second] = [await shop.createOrder(accountId, [lamp]), await shop.createOrder(accountId, [lamp])];
    const cancelled = await domain.client.cancelOrder({ id: first.id, requestId: 'cancel' });
    expect(await domain.client.cancelOrder({ id: first.id, requestId: 'cancel' })).toEqual(cancelled);
    expect(await refusalOf(domain.client.cancelOrder({ id: second.id, requestId: 'cancel' }))).toEqual(REUSED);
    expect((await domain.client.getOrder({ id: second.id })).order?.status).toBe('ORDER_STATUS_PLACED');
  });

  test.each([
    ['an unknown order', { id: UNKNOWN }, 'NotFound', ['id']],
    ['an id that is no UUID', { id: 'nonsense' }, 'InvalidArgument', ['id']],
    ['a NUL character', { id: UNKNOWN, requestId: '\0' }, 'InvalidArgument', ['requestId']],
  ])('refuses %s', async (_what, request, kind, fields) => {
    expect(await refusalOf(domain.client.cancelOrder(request))).toEqual({ kind, fields });
  });
});

// The last ones: they end the cores that others need.
describe('while the other cores are down', () => {
  test('a retry gets its order even so; a new order is refused and can be retried', async () => {
    const first = await create('before');
    await domain.stopNeighbours();
    expect(await create('before')).toEqual(first);
    expect(await refusalOf(create('after'))).toEqual({ kind: 'Unavailable', fields: [] });
    await expect(create('after')).rejects.toMatchObject({ details: { retryAfterMs: 1_000 } });
  });

  test('orders can be read and cancelled', async () => {
    const { order } = await create('before');
    expect(await domain.client.getOrder({ id: order?.id ?? '' })).toEqual({ order });
    expect((await domain.client.cancelOrder({ id: order?.id ?? '' })).order?.status).toBe('ORDER_STATUS_CANCELLED');
  });
});
