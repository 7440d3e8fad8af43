import type { Answer } from '@commerce/testkit/graphql-client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type CoreClients, connectCores } from '../../seed/connect-cores.ts';
import { shopOf } from '../shop.ts';
import { startSystem, type System } from '../start-system.ts';
import { FAILING_PARTS, SPANNING, WHOLE } from './outages.ts';

const CREATE_ORDER = `mutation ($order: OrderInput!, $key: String) {
  createOrder(order: $order, idempotencyKey: $key) { id } }`;

describe.each(FAILING_PARTS)('while the $part is down', ({ part, domain, data, paths, called }) => {
  let system: System;
  let cores: CoreClients;
  let ids: { account: string; product: string; order: string };
  let newOrder: { accountId: string; products: { id: string; quantity: number }[] };
  let answer: Answer;

  beforeAll(async () => {
    system = await startSystem();
    cores = connectCores(system.cores);
    const shop = shopOf(system);
    const account = await shop.createAccount('Ada');
    const product = await shop.createProduct({ name: 'Lamp', price: 49.9 });
    const products = [product, await shop.createProduct({ name: 'Mug', price: 12.5 })];
    newOrder = { accountId: account, products: products.map((id) => ({ id, quantity: 1 })) };
    const { createOrder } = await system.ask<Placed>(CREATE_ORDER, { order: newOrder, key: 'placed' });
    ids = { account, product, order: createOrder.id };
    expect(await system.query(SPANNING, ids)).toEqual({ data: WHOLE });
    await system.stopPart(part);
    answer = await system.query(SPANNING, ids);
  });
  afterAll(async () => {
    cores.close();
    await system.stop();
  });

  test('the other subgraphs’ fields come, and its own are null', () => {
    expect(answer.data).toEqual(data);
  });

  test('each of its fields has an error that says who failed, and when to come back', () => {
    const { errors = [] } = answer;
    expect(errors.map(({ path }) => path?.join('.')).toSorted(byText)).toEqual(paths.map((path) => path.join('.')));
    const extensions = { code: 'UNAVAILABLE', retryable: true, retryAfterMs: 1_000, subgraph: domain };
    for (const error of errors) {
      expect(error).toMatchObject({ message: `${called} cannot be reached; retry later.` });
      expect(error.extensions).toEqual(extensions);
    }
  });

  test('nothing internal is in the answer', () => {
    const text = JSON.stringify(answer);
    for (const address of Object.values({ ...system.cores, ...system.graphs })) {
      expect(text).not.toContain(address.replace(/^http:\/\/|\/graphql$/g, ''));
    }
    expect(text).not.toMatch(/127\.0\.0\.1|localhost|ECONN|stack|node_modules|file:|\.ts\b|SELECT|grpc|14 UNAV/i);
  });

  test('a write to it is refused on the path of its field', async () => {
    const documents = {
      account: 'mutation { write: createAccount(account: { name: "Grace" }) { id } }',
      catalog: 'mutation { write: createProduct(product: { name: "a", description: "b", price: 1 }) { id } }',
      order: `mutation { write: cancelOrder(id: "${ids.order}") { id } }`,
    };
    const { path, extensions } = await system.refusal(documents[domain]);
    expect(path).toEqual(['write']);
    expect(extensions).toMatchObject({ code: 'UNAVAILABLE', retryable: true, subgraph: domain });
  });

  const othersPart = domain !== 'order';

  test.runIf(othersPart)('an order that was placed is still returned to its retry', async () => {
    expect(await system.ask(CREATE_ORDER, { order: newOrder, key: 'placed' })).toEqual({
      createOrder: { id: ids.order },
    });
  });

  // The order core asks the other cores, and no subgraph.
  test.runIf(othersPart && part.endsWith('core'))('no order is placed, and nothing of it is stored', async () => {
    const error = await system.refusal(CREATE_ORDER, { order: newOrder, key: 'refused' });
    expect(error).toMatchObject({ message: `${called} cannot be reached; retry later.`, path: ['createOrder'] });
    // The field is the order subgraph's, whoever it was that it needed.
    const extensions = { code: 'UNAVAILABLE', retryable: true, retryAfterMs: 1_000, subgraph: 'order' };
    expect(error.extensions).toEqual(extensions);
    expect((await cores.order.listOrders({})).orders).toMatchObject([{ id: ids.order }]);
    expect((await cores.order.batchGetUnitsSold({ productIds: [ids.product] })).unitsSold).toEqual(['1']);
  });

  test.runIf(othersPart && part.endsWith('graph'))('orders are placed', async () => {
    const { createOrder } = await system.ask<Placed>(CREATE_ORDER, { order: newOrder });
    expect((await cores.order.listOrders({})).orders).toMatchObject([{ id: createOrder.id }, { id: ids.order }]);
  });
});

interface Placed {
  createOrder: { id: string };
}

function byText(a = '', b = ''): number {
  return a < b ? -1 : 1;
}
