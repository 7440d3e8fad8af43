import pMap from 'p-map';
import { connectCores } from '../core-clients.ts';
import type { System } from '../start-system.ts';
import type { List } from './lists.ts';

/** What was made: the account with the orders, and the ids of each list's entries. */
export interface Filled {
  buyer: string;
  ids: Record<List['name'], string[]>;
}

/** Makes so many accounts, products, and orders of one account; through the cores, because that is fast. */
export async function fillLists(system: System, count: number): Promise<Filled> {
  const cores = connectCores(system);
  const numbers = Array.from({ length: count }, (_, index) => index + 1);
  const createAccount = async (number: number) => {
    const { account } = await cores.account.createAccount({ name: `Account ${number}` });
    return account?.id ?? '';
  };
  const createProduct = async (number: number) => {
    const { product } = await cores.catalog.createProduct({ name: `Lamp ${number}`, price: String(number) });
    return product?.id ?? '';
  };
  const [accounts, products] = await Promise.all([
    pMap(numbers, createAccount, SOME_AT_A_TIME),
    pMap(numbers, createProduct, SOME_AT_A_TIME),
  ]);
  const [buyer = ''] = accounts;
  const createOrder = async (productId: string) => {
    const { order } = await cores.order.createOrder({ accountId: buyer, lines: [{ productId, quantity: 1 }] });
    return order?.id ?? '';
  };
  const orders = await pMap(products, createOrder, SOME_AT_A_TIME);
  cores.close();
  return { buyer, ids: { accounts, products, 'found products': products, orders } };
}

const SOME_AT_A_TIME = { concurrency: 8 };
