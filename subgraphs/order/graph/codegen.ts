/** What the resolvers get as the parent of a type's fields; for tools/generate.ts. */
export const mappers = {
  Order: '../client.ts#Order as OrderMessage',
  OrderedProduct: '../client.ts#OrderLine as OrderLineMessage',
  OrderConnection: "import('@commerce/platform/graphql/connection').CountedConnection<import('../client.ts').Order>",
  Money: '@commerce/platform/graphql/money-type#MoneyValue',
  // Other subgraphs own what else there is to know of them.
  Account: '{ id: string }',
  Product: '{ id: string }',
};
