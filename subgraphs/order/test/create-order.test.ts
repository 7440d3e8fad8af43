import { refusalOf } from '@commerce/testkit/refusal';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { shopOf, UNKNOWN } from './shop.ts';
import { type OrderDomain, startOrder } from './start-order.ts';

let domain: OrderDomain;
let shop: ReturnType<typeof shopOf>;
let accountId: string;
let [lamp, pen, archived, yen] = ['', '', '', ''];
beforeAll(async () => {
  domain = await startOrder();
  shop = shopOf(domain);
  accountId = shop.newAccount();
  lamp = shop.newProduct(4_990, 'USD', 'Lamp');
  pen = shop.newProduct(10, 'USD', 'Pen');
  archived = shop.newArchived();
  yen = shop.newProduct(500, 'JPY', 'Fan');
});
afterAll(() => domain.stop());

async function countOrders(): Promise<number> {
  return (await domain.client.listOrders({})).orders.length;
}

function unitsSold(...productIds: string[]) {
  return domain.client.batchGetUnitsSold({ productIds });
}

function usd(amountMinor: string) {
  return { currencyCode: 'USD', amountMinor };
}

function line(productId: string, quantity = 1) {
  return { productId, quantity };
}

function invalid(fields: string[], reason?: string) {
  return { kind: 'InvalidArgument', ...(reason && { reason }), fields };
}

describe('CreateOrder', () => {
  test('copies what was bought, with exact totals, and it can be read at once', async () => {
    const lines = [
      { productId: pen.toUpperCase(), quantity: 3 },
      { productId: lamp, quantity: 2 },
    ];
    const created = await domain.client.createOrder({ accountId: accountId.toUpperCase(), lines });
    const description = 'Brass, warm light';
    expect(created.order).toMatchObject({
      accountId,
      status: 'ORDER_STATUS_PLACED',
      total: usd('10010'),
      lines: [
        { productId: pen, name: 'Pen', description, unitPrice: usd('10'), quantity: 3, lineTotal: usd('30') },
        { productId: lamp, name: 'Lamp', description, unitPrice: usd('4990'), quantity: 2, lineTotal: usd('9980') },
      ],
    });
    expect(await domain.client.getOrder({ id: created.order?.id ?? '' })).toEqual(created);
  });

  test('keeps its lines as they were when the product changes afterwards', async () => {
    const productId = shop.newProduct(100, 'USD', 'Before');
    const order = await shop.createOrder(accountId, [productId]);
    shop.changeProduct(productId, { name: 'After', description: '', unitPrice: usd('200') });
    expect((await domain.client.getOrder({ id: order.id })).order).toEqual(order);
  });

  test('makes one line of a product that is listed twice, where it was first', async () => {
    const order = await shop.createOrder(accountId, [pen, lamp, pen.toUpperCase()], 2);
    expect(order.lines.map(({ productId, quantity }) => [productId, quantity])).toEqual([
      [pen, 4],
      [lamp, 2],
    ]);
  });

  test('takes 100 lines, 10,000 units of a product, and the highest price', async () => {
    const products = Array.from({ length: 100 }, () => shop.newProduct(10_000_000_000));
    const order = await shop.createOrder(accountId, products, 10_000);
    expect(order.lines).toHaveLength(100);
    expect(order.total).toEqual({ currencyCode: 'USD', amountMinor: String(100n * 10_000n * 10_000_000_000n) });
  });

  test.each([
    ['an account id that is no UUID', () => ({ accountId: 'x', lines: [line(lamp)] }), invalid(['accountId'])],
    ['a product id that is no UUID', () => ({ lines: [line(lamp), line('x')] }), invalid(['lines[1].productId'])],
    ['no line', () => ({ lines: [] }), invalid(['lines'], 'ORDER_EMPTY')],
    [
      '101 lines',
      () => ({ lines: Array.from({ length: 101 }, () => line(lamp)) }),
      invalid(['lines'], 'TOO_MANY_LINES'),
    ],
    [
      'quantities below 1 and above 10,000',
      () => ({ lines: [line(lamp, 0), line(pen), line(pen, -1), line(lamp, 10_001), line(lamp, 2 ** 31 - 1)] }),
      invalid(
        [0, 2, 3, 4].map((index) => `lines[${index}].quantity`),
        'QUANTITY_OUT_OF_RANGE',
      ),
    ],
    [
      'more than 10,000 units of one product together',
      () => ({ lines: [line(lamp, 6_000), line(pen), line(lamp, 4_001)] }),
      invalid(['lines[2].quantity'], 'QUANTITY_OUT_OF_RANGE'),
    ],
    [
      'different faults at once, and gives no reason that is one of them alone',
      () => ({ accountId: '', lines: [line('x', 0)], requestId: '\0' }),
      invalid(['accountId', 'requestId', 'lines[0].productId', 'lines[0].quantity']),
    ],
    [
      'an unknown account',
      () => ({ accountId: UNKNOWN, lines: [line(UNKNOWN)] }),
      { kind: 'NotFound', reason: 'ACCOUNT_UNKNOWN', fields: ['accountId'] },
    ],
    [
      'unknown products, and names each line',
      () => ({ lines: [line(UNKNOWN), line(lamp), line(UNKNOWN)] }),
      { kind: 'NotFound', reason: 'PRODUCT_UNKNOWN', fields: ['lines[0].productId', 'lines[2].productId'] },
    ],
    [
      'an archived product',
      () => ({ lines: [line(lamp), line(archived)] }),
      { kind: 'FailedPrecondition', reason: 'PRODUCT_ARCHIVED', fields: ['lines[1].productId'] },
    ],
    [
      'mixed currencies, and names the lines that differ from the first',
      () => ({ lines: [line(lamp), line(yen), line(pen)] }),
      { kind: 'FailedPrecondition', reason: 'CURRENCIES_MIXED', fields: ['lines[1].productId'] },
    ],
    [
      'a request id of 129 characters',
      () => ({ lines: [line(lamp)], requestId: 'r'.repeat(129) }),
      invalid(['requestId']),
    ],
  ])('refuses %s, and stores nothing', async (_what, request, refusal) => {
    const before = [await countOrders(), await unitsSold(lamp, pen, yen, archived)];
    expect(await refusalOf(domain.client.createOrder({ accountId, ...request() }))).toEqual(refusal);
    expect([await countOrders(), await unitsSold(lamp, pen, yen, archived)]).toEqual(before);
  });
});
