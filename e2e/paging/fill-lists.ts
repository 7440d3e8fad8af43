import { makeMany } from '@commerce/testkit/make-many';
import { connectCores } from '../../seed/connect-cores.ts';
import type { System } from '../start-system.ts';
import type { List } from './lists.ts';

/** What was made: the account with the orders, and the ids of each list's entries. */
export interface Filled {
  buyer: string;
  ids: Record<List['name'], string[]>;
}

/** Makes so many accounts, products, and orders of one account; through the cores, because that is fast. */
export async function fillLists(system: System, count: number): Promise<Filled> {
  const cores = connectCores(system.cores);
  const [accounts, products] = await Promise.all([
    makeMany(count, async (n) => {
      const { account } = await cores.account.createAccount({ name: `Account ${n + 1}` });
      return account?.id ?? '';
    }),
    makeMany(count, async (n) => {
      const { product } = await cores.catalog.createProduct({ name: `Lamp ${n + 1}`, price: String(n + 1) });
      return product?.id ?? '';
    }),
  ]);
  const [buyer = ''] = accounts;
  const orders = await makeMany(count, async (n) => {
    const lines = [{ productId: products[n] ?? '', quantity: 1 }];
    const { order } = await cores.order.createOrder({ accountId: buyer, lines });
    return order?.id ?? '';
  });
  cores.close();
  return { buyer, ids: { accounts, products, 'found products': products, orders } };
}
