import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { GraphQLClient } from '@commerce/testkit/graphql-client';
import { makeMany } from '@commerce/testkit/make-many';
import { shopOf } from '../../e2e/shop.ts';
import { startProductionShop } from '../production-shop.ts';
import type { RouterGraph } from './fixture.ts';
import { withAddresses } from './with-addresses.ts';

const ROOT = resolve(import.meta.dirname, '../..');

/** 10 accounts, 100 orders, 250 lines of 40 products. Any `take` from 10 on asks for the same. */
export const SHOP_QUERY = `query ($take: Int!) { accounts(pagination: { take: 10 }) { name
  orders(pagination: { take: $take }) { totalPrice products { quantity product { name price } } } } }`;

/** Starts this project's own subgraphs and cores, in production mode on PostgreSQL. */
export async function startShop(): Promise<RouterGraph> {
  // Its own router only fills it, and would refuse some of that while the machine is busy.
  const shop = await startProductionShop({ MAX_REQUESTS_IN_FLIGHT: '1000' });
  try {
    await fillShop(shop.graph);
    const { subgraphUrls, coreAddresses, processes } = shop.deployment;
    const supergraph = await readFile(join(ROOT, 'supergraph.graphql'), 'utf8');
    const subgraphs = Object.entries(subgraphUrls).map(async ([name, url]) => ({
      name,
      url,
      schema: await readFile(join(ROOT, `subgraphs/${name}/graph/schema.graphql`), 'utf8'),
    }));
    return {
      supergraph: withAddresses(supergraph, subgraphUrls),
      subgraphs: await Promise.all(subgraphs),
      pids: processes.filter(({ name }) => name.endsWith(' subgraph')).map((process) => process.pid()),
      coreAddresses,
      stop: shop.stop,
    };
  } catch (error) {
    await shop.stop();
    throw error;
  }
}

/** Fills an empty shop. @returns the ids of its products and orders. */
export async function fillShop(graph: GraphQLClient): Promise<{ products: string[]; orders: string[] }> {
  const shop = shopOf(graph);
  const products = await makeMany(40, (n) => shop.createProduct({ name: `Lamp ${n}` }));
  const accounts = await makeMany(10, (n) => shop.createAccount(`Account ${n}`));
  const orders = await makeMany(100, (n) => {
    const lines = Array.from({ length: 2 + (n % 2) }, (_, line) => products[(7 * n + line) % 40] ?? '');
    return shop.createOrder(accounts[n % 10] ?? '', ...lines);
  });
  return { products, orders };
}
