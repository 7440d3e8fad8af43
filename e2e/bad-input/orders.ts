import { type BadInput, CREATE_ORDER, NUL, UNKNOWN, type WhatIsThere } from './case.ts';

/** An order of the account, with lines as the case has them. */
const order = (lines: (there: WhatIsThere) => { id: string; quantity: number }[]) => ({
  document: CREATE_ORDER,
  path: ['createOrder'],
  variables: (there: WhatIsThere) => ({ order: { accountId: there.account, products: lines(there) } }),
});
const lamps = (quantity: number) => order(({ lamp }) => [{ id: lamp, quantity }]);
const cancel = { document: 'mutation ($id: ID!) { cancelOrder(id: $id) { id } }', path: ['cancelOrder'] };
const connection = {
  document: `query ($id: ID!, $first: Int, $after: String) {
    account(id: $id) { ordersConnection(first: $first, after: $after) { nodes { id } } } }`,
  path: ['account', 'ordersConnection'],
};
const notFound = { code: 'NOT_FOUND' };
const impossible = { code: 'FAILED_PRECONDITION' };

export const orderCases: BadInput[] = [
  {
    wrong: 'an empty idempotency key',
    ...lamps(1),
    document: 'mutation ($order: OrderInput!) { createOrder(order: $order, idempotencyKey: "") { id } }',
    fields: ['idempotencyKey'],
  },
  { wrong: 'no line', ...order(() => []), reason: 'ORDER_EMPTY', fields: ['order.products'] },
  {
    wrong: '101 lines',
    ...order(({ lamp }) => Array.from({ length: 101 }, () => ({ id: lamp, quantity: 1 }))),
    reason: 'TOO_MANY_LINES',
    fields: ['order.products'],
  },
  { wrong: 'quantity 0', ...lamps(0), reason: 'QUANTITY_OUT_OF_RANGE', fields: ['order.products[0].quantity'] },
  { wrong: 'quantity -1', ...lamps(-1), reason: 'QUANTITY_OUT_OF_RANGE', fields: ['order.products[0].quantity'] },
  {
    wrong: 'quantity 10,001',
    ...lamps(10_001),
    reason: 'QUANTITY_OUT_OF_RANGE',
    fields: ['order.products[0].quantity'],
  },
  {
    wrong: 'quantity 10,001 in two lines',
    ...order(({ lamp }) => [10_000, 1].map((quantity) => ({ id: lamp, quantity }))),
    reason: 'QUANTITY_OUT_OF_RANGE',
    fields: ['order.products[1].quantity'],
  },
  // The three that GraphQL's own Int refuses, before any field runs.
  {
    wrong: 'quantity 2³¹',
    ...lamps(2 ** 31),
    path: undefined,
    fields: ['order.products[0].quantity'],
    message: /order\.products\[0\]\.quantity/,
  },
  {
    wrong: 'quantity 1.5',
    ...lamps(1.5),
    path: undefined,
    fields: ['order.products[0].quantity'],
    message: /order\.products\[0\]\.quantity/,
  },
  {
    wrong: 'quantity 2³¹ in the document',
    document: `mutation { createOrder(order: { accountId: "${UNKNOWN}", products: [{ id: "${UNKNOWN}", quantity: 2147483648 }] }) { id } }`,
    reason: 'GRAPHQL_VALIDATION_FAILED',
    fields: ['order.products[0].quantity'],
    message: /2147483648/,
  },
  {
    wrong: 'an unknown account',
    ...order(() => []),
    variables: ({ lamp }) => ({ order: { accountId: UNKNOWN, products: [{ id: lamp, quantity: 1 }] } }),
    ...notFound,
    reason: 'ACCOUNT_UNKNOWN',
    fields: ['order.accountId'],
  },
  {
    wrong: 'an account id that is no UUID',
    ...order(() => []),
    variables: ({ lamp }) => ({ order: { accountId: NUL, products: [{ id: lamp, quantity: 1 }] } }),
    fields: ['order.accountId'],
  },
  {
    wrong: 'an unknown product',
    ...order(({ lamp }) => [lamp, UNKNOWN].map((id) => ({ id, quantity: 1 }))),
    ...notFound,
    reason: 'PRODUCT_UNKNOWN',
    fields: ['order.products[1].id'],
  },
  {
    wrong: 'a product id that is no UUID',
    ...order(({ lamp }) => [lamp, NUL].map((id) => ({ id, quantity: 1 }))),
    fields: ['order.products[1].id'],
  },
  {
    wrong: 'an archived product',
    ...order(({ lamp, archived }) => [lamp, archived].map((id) => ({ id, quantity: 1 }))),
    ...impossible,
    reason: 'PRODUCT_ARCHIVED',
    fields: ['order.products[1].id'],
  },
  {
    wrong: 'mixed currencies',
    ...order(({ lamp, priceInEuros }) => [lamp, priceInEuros].map((id) => ({ id, quantity: 1 }))),
    ...impossible,
    reason: 'CURRENCIES_MIXED',
    fields: ['order.products[1].id'],
  },
  {
    wrong: 'NUL in an idempotency key',
    ...order(() => []),
    variables: ({ account, lamp }) => ({
      order: { accountId: account, products: [{ id: lamp, quantity: 1 }] },
      key: NUL,
    }),
    fields: ['idempotencyKey'],
  },
  {
    wrong: 'an idempotency key that stood for another order',
    ...order(() => []),
    variables: ({ account, lamp }) => ({
      order: { accountId: account, products: [{ id: lamp, quantity: 9 }] },
      key: 'used',
    }),
    code: 'ALREADY_EXISTS',
    reason: 'REQUEST_ID_REUSED',
    fields: ['idempotencyKey'],
  },
  { wrong: 'an id that is no UUID', ...cancel, variables: () => ({ id: '7' }), fields: ['id'] },
  { wrong: 'an unknown order', ...cancel, variables: () => ({ id: UNKNOWN }), ...notFound, fields: ['id'] },
  { wrong: 'an id that is no UUID', document: '{ order(id: "7") { id } }', path: ['order'], fields: ['id'] },
  {
    wrong: 'first -1',
    ...connection,
    variables: ({ account }) => ({ id: account, first: -1 }),
    fields: ['first'],
  },
  {
    wrong: 'a garbled cursor',
    ...connection,
    variables: ({ account }) => ({ id: account, after: 'orders' }),
    fields: ['after'],
  },
  {
    wrong: "a cursor of another account's orders",
    ...connection,
    variables: ({ otherAccount, cursors }) => ({ id: otherAccount, after: cursors.orders }),
    fields: ['after'],
  },
];
