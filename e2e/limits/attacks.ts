/** An operation that a client sends to do harm. */
export interface Attack {
  name: string;
  documentFor(targets: Targets): string;
}

/** Accounts that each have 100 orders of 100 lines. */
export interface Targets {
  /** With long descriptions. */
  heavy: string;
  /** With short ones, and a product of its own in each line. */
  many: string;
  /** With one product in all lines. */
  same: string;
}

/** Operations that each brought a part down once, or made it work for seconds. */
export const ATTACKS: readonly Attack[] = [
  {
    name: 'one field of 10,000 lines under 280 names',
    documentFor: ({ many }) =>
      `{ account(id: "${many}") { orders(pagination: { take: 100 }) { products { ${names(280)} } } } }`,
  },
  {
    name: 'the ids of the longest orders, twelve times',
    documentFor: ({ heavy }) => `{ account(id: "${heavy}") { ${pages('id')} } }`,
  },
  {
    name: 'all texts of the longest orders, twelve times',
    documentFor: ({ heavy }) => `{ account(id: "${heavy}") { ${pages('products { description }')} } }`,
  },
  {
    name: '20,000 entities of another subgraph',
    documentFor: ({
      heavy,
      many,
    }) => `{ a: account(id: "${heavy}") { ...Lines } b: account(id: "${many}") { ...Lines } }
      fragment Lines on Account { orders { products { product { name } } } }`,
  },
  {
    name: 'one product in 10,000 places, under 90 names',
    documentFor: ({ same }) => `{ account(id: "${same}") { orders { products { product { ${names(90)} } } } } }`,
  },
  {
    name: 'an operation with a name of 900 kB',
    documentFor: () => `query ${'x'.repeat(900_000)} { accounts { id } }`,
  },
  {
    name: 'lists within lists within lists',
    documentFor: () => '{ accounts { orders { account { orders { account { orders { id } } } } } } }',
  },
];

function names(count: number): string {
  return Array.from({ length: count }, (_, n) => `n${n}: name`).join(' ');
}

/** Twelve pages, no two alike, so that none is read for another. */
function pages(selection: string): string {
  const page = (n: number) => `o${n}: orders(pagination: { take: ${100 - n} }) { ${selection} }`;
  return Array.from({ length: 12 }, (_, n) => page(n)).join(' ');
}
