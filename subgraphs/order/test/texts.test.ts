import { textContract } from '@commerce/testkit/texts/text-contract';
import { afterAll, beforeAll, describe } from 'vitest';
import { orderService } from '../client.ts';
import { shopOf, UNKNOWN } from './shop.ts';
import { type OrderDomain, startOrder } from './start-order.ts';

let domain: OrderDomain;
let shop: ReturnType<typeof shopOf>;
beforeAll(async () => {
  domain = await startOrder();
  shop = shopOf(domain);
});
afterAll(() => domain.stop());

describe('the texts of the order core', () => {
  textContract({
    service: orderService,
    client: () => domain.client,
    requests: {
      BatchListOrdersByAccount: () => ({ accountIds: [UNKNOWN] }),
      CreateOrder: () => ({
        accountId: shop.newAccount(),
        lines: [{ productId: shop.newProduct(), quantity: 1 }],
      }),
      LinkOrders: () => ({ accountId: shop.newAccount() }),
      CancelOrder: async () => ({ id: (await shop.createOrder(shop.newAccount(), [shop.newProduct()])).id }),
    },
  });
});
