/** What the resolvers get as the parent of a type's fields; for tools/generate.ts. */
export const mappers = {
  Product: '../client.ts#Product as ProductMessage',
  ProductConnection:
    "import('@commerce/platform/graphql/connection').CountedConnection<import('../client.ts').Product>",
};
