import type { Part } from '../../standalone/start.ts';

/** What one query across all subgraphs gives while a domain is down. */
interface Outage {
  domain: 'account' | 'catalog' | 'order';
  data: Record<string, unknown>;
  /** Of the errors, when the domain's core is down. */
  paths: (string | number)[][];
  /** The same when its subgraph is down: then the errors stand on the fields that it was asked for. */
  graphPaths: (string | number)[][];
}

export const SPANNING = `query ($account: ID!, $product: ID!, $order: ID!) {
  account(id: $account) { name orders { totalPrice products { name product { price } } } }
  product(id: $product) { name unitsSold }
  order(id: $order) { totalPrice account { name } products { name product { price } } } }`;

const bought = {
  totalPrice: 62.4,
  products: [
    { name: 'Lamp', product: { price: 49.9 } },
    { name: 'Mug', product: { price: 12.5 } },
  ],
};
const boughtAsItWas = {
  totalPrice: 62.4,
  products: [
    { name: 'Lamp', product: null },
    { name: 'Mug', product: null },
  ],
};
const ada = { name: 'Ada' };
const lamp = { name: 'Lamp', unitsSold: 1 };

/** The answer when nothing is down. */
export const WHOLE = {
  account: { ...ada, orders: [bought] },
  product: lamp,
  order: { ...bought, account: ada },
};

const OUTAGES: Outage[] = [
  {
    domain: 'account',
    data: { ...WHOLE, account: null, order: { ...bought, account: null } },
    paths: [['account'], ['order', 'account']],
    graphPaths: [['account'], ['order', 'account', 'name']],
  },
  {
    domain: 'catalog',
    data: {
      account: { ...ada, orders: [boughtAsItWas] },
      product: null,
      order: { ...boughtAsItWas, account: ada },
    },
    paths: [
      ['account', 'orders', 0, 'products', 0, 'product'],
      ['account', 'orders', 0, 'products', 1, 'product'],
      ['order', 'products', 0, 'product'],
      ['order', 'products', 1, 'product'],
      ['product'],
    ],
    graphPaths: [
      ['account', 'orders', 0, 'products', 0, 'product', 'price'],
      ['account', 'orders', 0, 'products', 1, 'product', 'price'],
      ['order', 'products', 0, 'product', 'price'],
      ['order', 'products', 1, 'product', 'price'],
      ['product'],
    ],
  },
  {
    domain: 'order',
    data: { account: { ...ada, orders: null }, product: { ...lamp, unitsSold: null }, order: null },
    paths: [['account', 'orders'], ['order'], ['product', 'unitsSold']],
    graphPaths: [['account', 'orders'], ['order'], ['product', 'unitsSold']],
  },
];

/** The parts of the system that can fail, each with what the query then gives and what a client may call it. */
export const FAILING_PARTS = OUTAGES.flatMap(({ domain, data, paths, graphPaths }) => [
  { part: `${domain} core` satisfies Part, domain, data, paths, called: `The ${domain} service` },
  { part: `${domain} graph` satisfies Part, domain, data, paths: graphPaths, called: `The ${domain} subgraph` },
]);
