import { expect, test } from 'vitest';
import { makeDataFolder } from '../data-folder.ts';
import { shopOf } from '../shop.ts';
import { startSystem } from '../start-system.ts';

const EVERYTHING = `{
  accounts { id name createdAt version orders { id createdAt status totalPrice products { id name price quantity } } }
  products { id name description price unitPrice { amount currencyCode } createdAt version unitsSold } }`;
const CREATE_ORDER = 'mutation ($order: OrderInput!) { createOrder(order: $order, idempotencyKey: "k") { id } }';

test('a restart keeps all that was written, to the last digit, and the idempotency keys', async () => {
  const data = await makeDataFolder();
  try {
    const first = await startSystem(data);
    const shop = shopOf(first);
    const [account, lamp] = [
      await shop.createAccount('Zoë'),
      await shop.createProduct({ name: 'Lämp 💡', price: 0.1 }),
    ];
    await shop.archiveProduct(await shop.createProduct());
    await shop.createOrder(account, { id: lamp, quantity: 3 });
    const order = { accountId: account, products: [{ id: lamp, quantity: 1 }] };
    const placed = await first.ask(CREATE_ORDER, { order });
    const before = await first.ask(EVERYTHING);
    await first.stop();

    const second = await startSystem(data);
    expect(await second.ask(EVERYTHING)).toEqual(before);
    expect(before).toMatchObject({ products: [{ id: lamp, unitsSold: 4 }] });
    expect(await second.ask(CREATE_ORDER, { order })).toEqual(placed);
    // What is written after a restart is the newest.
    const newest = await shopOf(second).createAccount('Newest');
    expect(await second.ask('{ accounts { id } }')).toEqual({ accounts: [{ id: newest }, { id: account }] });
    await second.stop();
  } finally {
    await data.remove();
  }
});
