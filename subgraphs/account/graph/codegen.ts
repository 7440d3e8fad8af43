/** What the resolvers get as the parent of a type's fields; for tools/generate.ts. */
export const mappers = {
  Account: '../client.ts#Account as AccountMessage',
  AccountConnection:
    "import('@commerce/platform/graphql/connection').CountedConnection<import('../client.ts').Account>",
};
